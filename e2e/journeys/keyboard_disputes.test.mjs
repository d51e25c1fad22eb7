// Disputes without a mouse: what a payer meets whose payment is disputed, and the way on that is left.

import { PROJECTS } from '../lib/browser.mjs';
import { bank } from '../lib/gateway.mjs';
import { journeys } from '../lib/journey.mjs';
import { choose, enterOn, follow } from '../lib/keyboard.mjs';
import { button, create, focusIsKept, hasFocus, heading, main, rows, signIn, tabTo } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('keyboard-disputes', (walk) => {
  walk('a payer whose payment is disputed reads what rests, and can pay by transfer', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: 'Taste Streit GmbH' });
    await bank(server, new URL(page.url()).pathname.split('/').pop(), 'open');
    await follow(page, 'Overview');
    const link = rows(page, 'Taste Streit GmbH').getByRole('link', { name: 'Taste Streit GmbH', exact: true });
    await until('the warning', async () => {
      await page.reload();
      await link.waitFor();
      return (await rows(page, 'payment disputed').count()) === 1;
    });
    await enterOn(page, link);
    await main(page).getByText('3 licences are suspended').waitFor();
    await focusIsKept(page);
    await follow(page, 'Purchase Licence');
    await enterOn(page, button(main(page), 'Top Up'));
    const refused = main(page).getByRole('alert').filter({ hasText: 'Until that is decided no card is charged' });
    await refused.waitFor();
    await until('the focus where it is said', () => hasFocus(refused));
    await choose(page, 'Payment', 'Bank transfer');
    await tabTo(page, button(main(page), 'Top Up'));
    await page.keyboard.press('Enter');
    await heading(main(page), 'Payment request').waitFor();
    await focusIsKept(page);
  });
}, { projects: PROJECTS.filter(({ name }) => name === 'desktop') });
