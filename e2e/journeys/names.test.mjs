// A business name as long as one may be, and without a space to break at: it may make a page
// longer, never wider.

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { linkIn, mailTo } from '../lib/mail.mjs';
import {
  addMember, create, customersNamed, field, go, heading, main, quote, signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const LONGEST = 100;

journeys('names', (walk) => {
  walk('the longest business name fits on every page that shows it', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    const customer = `${project}donaudampfschifffahrtselektrizitätenhauptbetriebswerk`.padEnd(LONGEST, 'bauunterbeamten');
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: customer });
    await main(page).getByText(customer).first().waitFor();
    await look(reseller, 'long-receipt');

    await go(reseller, 'Manage');
    await main(page).getByText(customer).first().waitFor();
    const member = `${'m'.repeat(60)}@${project}.example.org`;
    await addMember(reseller, member);
    await look(reseller, 'long-manage');

    await go(reseller, 'Purchase Licence');
    await until('a quote', async () => /Total/.test(await quote(page).innerText()));
    await look(reseller, 'long-purchase');

    await customersNamed(reseller, customer);
    await look(reseller, 'long-overview');

    const invited = await enter();
    await invited.page.goto(linkIn(await mailTo(server, member), server));
    await heading(main(invited.page), 'Activate your account').waitFor();
    await field(main(invited.page), 'Name').waitFor();
    await look(invited, 'long-activate');
  });
});
