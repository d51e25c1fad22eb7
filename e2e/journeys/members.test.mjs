// Members take licences until none is left; then the page says so, and leads to more.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { button, create, field, focusIsAround, go, heading, main, rows, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('members', (walk) => {
  walk('the last licence is taken: said at once, with the way to more', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    const customer = `Vollbesetzt ${project} GmbH`;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: customer, licences: 1 });
    await go(reseller, 'Manage');
    const address = `only.${project}@example.org`;
    await field(main(page), 'E-mail').fill(address);
    await button(main(page), 'Add member').click();
    await rows(page, address).waitFor();

    const notice = main(page).getByText('No licence is left', { exact: true });
    await notice.waitFor();
    await until('the focus on what is said', () => focusIsAround(notice));
    assert.equal(await field(main(page), 'E-mail').count(), 0, 'nothing to type that could not be sent');
    await look(reseller, 'manage-full');

    await main(page).getByRole('link', { name: 'Purchase more licences', exact: true }).click();
    await heading(main(page), 'Purchase licences').waitFor();
    await main(page).getByText(customer).first().waitFor();
  });
});
