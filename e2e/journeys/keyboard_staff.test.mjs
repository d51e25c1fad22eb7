// Staff without a mouse: a reseller and its discount, money for a transfer, a credit note, the log;
// and what a payer meets whose payment is disputed.

import { PROJECTS } from '../lib/browser.mjs';
import { bank } from '../lib/gateway.mjs';
import { journeys } from '../lib/journey.mjs';
import { choose, chooseBy, enterOn, escapes, follow, opened, typeOver } from '../lib/keyboard.mjs';
import {
  button, create, dialog, field, focusIsAround, focusIsKept, hasFocus, heading, main, rows, signIn, tabTo,
} from '../lib/portal.mjs';
import { ENTRY, order } from '../lib/transfers.mjs';
import { until } from '../lib/until.mjs';

const NEW = [
  ['Business name', 'Taste Vertrieb GmbH'], ['Address', 'Am Ring 1'], ['Postcode', '10115'], ['City', 'Berlin'],
  ['VAT number', 'DE136695976'], ['E-mail for invoices', 'invoices@taste.example'],
  ['Discount in per cent', '12.5'], ['E-mail', 'mei@taste.example'],
];

journeys('keyboard-staff', (walk) => {
  walk('a reseller is created, its discount entered, and the log narrowed to it', async ({ server, enter }) => {
    const staff = await enter();
    const { page } = staff;
    await signIn(staff, server, 'staff@example.com');
    await follow(page, 'Resellers');
    await enterOn(page, button(main(page), 'New reseller'));
    await until('the focus on the heading', () => hasFocus(heading(main(page), 'New reseller')));
    for (const [label, text] of NEW.slice(0, 4)) await typeOver(page, field(main(page), label), text);
    await page.keyboard.press('Enter');
    const summary = main(page).getByRole('alert');
    await until('a focused summary', () => hasFocus(summary));
    await chooseBy(page, field(main(page), 'Country'), 'Germany');
    for (const [label, text] of NEW.slice(4)) await typeOver(page, field(main(page), label), text);
    await page.keyboard.press('Shift+Tab');
    await choose(page, 'Orders are billed to', 'The customer');
    await enterOn(page, button(main(page), 'Create reseller'));
    await heading(main(page), 'Taste Vertrieb GmbH').waitFor();
    await until('the focus on the heading', () => hasFocus(heading(main(page), 'Taste Vertrieb GmbH')));

    await typeOver(page, field(main(page), 'Discount in per cent'), '20');
    await typeOver(page, field(main(page), 'First day'), '2027-03-01');
    await page.keyboard.press('Enter');
    await rows(page, '20').first().waitFor();
    await focusIsKept(page);
    await enterOn(page, main(page).getByRole('button', { name: /^Withdraw/ }));
    await rows(page, '1 Mar 2027').waitFor({ state: 'detached' });
    await focusIsKept(page);
    await enterOn(page, button(main(page), 'All resellers'));
    await until('the focus on the heading', () => hasFocus(heading(main(page), 'Resellers')));

    await follow(page, 'Audit log');
    await typeOver(page, field(main(page), 'About'), 'mei@taste.example');
    await page.keyboard.press('Enter');
    await until('only the invitation', async () => (await main(page).getByRole('rowheader').count()) === 1);
    await until('the focus in the field', () => hasFocus(field(main(page), 'About')));
  });

  walk('money is recorded, and a credit note given', async ({ server, enter }) => {
    const reseller = await enter();
    await signIn(reseller, server, 'reseller@example.com');
    const reference = await order(reseller, { name: 'Taste Eingang GmbH' });
    const staff = await enter();
    const { page } = staff;
    await signIn(staff, server, 'staff@example.com');
    await follow(page, 'Bank transfers');
    const [money, asks] = [button(main(page), `Record money ${reference}`), `Money for ${reference}`];
    await escapes(page, money, asks);
    const form = await opened(page, money, asks);
    await until('the focus in the form', () => hasFocus(field(form, ENTRY)));
    await page.keyboard.press('Enter');
    await until('a focused summary', () => hasFocus(form.getByRole('alert')));
    await typeOver(page, field(form, ENTRY), 'T-1');
    await enterOn(page, button(form, 'Record money'));
    const said = main(page).getByText('Recorded: the order is paid.');
    await said.waitFor();
    await until('the focus on what was said', () => focusIsAround(said));

    await follow(page, 'Credit notes');
    const give = rows(page, 'Taste Eingang GmbH').getByRole('button', { name: /^Give back/ });
    await until('its invoice', async () => {
      await page.reload();
      await main(page).getByRole('rowheader').first().waitFor();
      return (await give.count()) === 1;
    });
    await escapes(page, give, /^Credit note on/);
    const note = await opened(page, give, /^Credit note on/);
    await until('the focus in the form', () => hasFocus(field(note, 'Licences')));
    await typeOver(page, field(note, 'Licences'), '1');
    await choose(page, 'The licences', 'They stay', note);
    await enterOn(page, note.getByRole('button', { name: /^Give back \S/ }));
    await dialog(page, /^Credit note on/).waitFor({ state: 'hidden' });
    const given = main(page).getByText(/is given back; the credit note is on its way/);
    await given.waitFor();
    await until('the focus on what was said', () => focusIsAround(given));
  });

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
}, { apart: true, projects: PROJECTS.filter(({ name }) => name === 'desktop') });
