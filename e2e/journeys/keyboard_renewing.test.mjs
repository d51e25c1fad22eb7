// Renewing without a mouse: another number, paid; a number that is wrong; and renewing by itself. What
// had the focus may go, the focus may not.

import assert from 'node:assert/strict';

import { PROJECTS } from '../lib/browser.mjs';
import { journeys } from '../lib/journey.mjs';
import { choose, enterOn, escapes, follow, opened, typeCard, typeOver } from '../lib/keyboard.mjs';
import {
  button, create, dialog, field, focusIsKept, hasFocus, heading, main, quote, receipt, rows, signIn, tabTo,
} from '../lib/portal.mjs';
import { paper } from '../lib/transfers.mjs';
import { ordersOf } from '../lib/twice.mjs';
import { until } from '../lib/until.mjs';

journeys('keyboard-renewing', (walk) => {
  walk('a number is chosen, mended and paid', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: 'Taste Weiter GmbH', term: '1 month' });
    await follow(page, 'Renew');
    const licences = field(main(page), 'Licences');
    await typeOver(page, licences, '0');
    await page.keyboard.press('Enter');
    const summary = main(page).getByRole('alert');
    await until('a focused summary', () => hasFocus(summary));
    await enterOn(page, summary.getByRole('link').first());
    await until('the focus in the field', () => hasFocus(licences));
    await typeOver(page, licences, '5');
    await quote(page).getByText('€56.64').first().waitFor();
    const orders = ordersOf(page);
    await enterOn(page, button(main(page), 'Renew'));
    await page.keyboard.press('Enter');
    await typeCard(page);
    await receipt(reseller);
    assert.equal(orders.size, 1, `Enter twice is one order: ${[...orders]}`);
    await main(page).getByText('in the period that ends on 22 January 2027').waitFor();
    await focusIsKept(page);
    await enterOn(page, main(page).getByRole('link', { name: 'Add members', exact: true }));
    await heading(main(page), 'Members').waitFor();
    await focusIsKept(page);
  });

  walk('an ended year is renewed by transfer, printed about and given up', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await enterOn(page, rows(page, 'Keel & Mast Ltd').getByRole('link', { name: 'Keel & Mast Ltd', exact: true }));
    await heading(main(page), 'Members').waitFor();
    await follow(page, 'Renew');
    await choose(page, 'Payment', 'Bank transfer');
    await enterOn(page, button(main(page), 'Renew'));
    await paper(page);
    await focusIsKept(page);
    await tabTo(page, button(main(page), 'Print'));
    await enterOn(page, button(main(page), 'Give up the order'));
    await main(page).getByText('The order was given up').waitFor();
    await focusIsKept(page);
    await tabTo(page, button(main(page), 'Renew'));
  });

  walk('renewing by itself: the card, the number, off and on, and no card', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: 'Taste Allein GmbH' });
    await follow(page, 'Renew');
    await enterOn(page, button(main(page), 'Save a card'));
    await heading(page, 'Save a card').waitFor();
    await typeCard(page, 'Save the card');
    await main(page).getByText('with 3 licences, paid by Visa ending in 4242').waitFor();

    await typeOver(page, field(main(page), 'Licences of the next period'), '12');
    await page.keyboard.press('Enter');
    await main(page).getByText('on 23 November 2027 with 12 licences').waitFor();
    await until('the focus in the field', () => hasFocus(field(main(page), 'Licences of the next period')));
    const title = heading(main(page), 'Automatic renewal');
    await enterOn(page, button(main(page), 'Turn off automatic renewal'));
    await main(page).getByText('Switched off').waitFor();
    await until('the focus on the heading', () => hasFocus(title));
    await enterOn(page, button(main(page), 'Turn on automatic renewal'));
    await button(main(page), 'Turn off automatic renewal').waitFor();
    await until('the focus on the heading', () => hasFocus(title));

    const [remove, asks] = [button(main(page), 'Remove card'), 'Remove the saved card?'];
    await escapes(page, remove, asks);
    const asked = await opened(page, remove, asks);
    await enterOn(page, button(asked, 'Remove card'));
    await dialog(page, asks).waitFor({ state: 'hidden' });
    await main(page).getByText('There is no saved card').waitFor();
    await until('the focus on the heading', () => hasFocus(title));
  });
}, { apart: true, projects: PROJECTS.filter(({ name }) => name === 'desktop') });
