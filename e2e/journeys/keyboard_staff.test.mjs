// Staff without a mouse: a reseller and its discount, money for a transfer, confirmed and withdrawn, a
// credit note, the log.

import { PROJECTS } from '../lib/browser.mjs';
import { journeys } from '../lib/journey.mjs';
import { choose, chooseBy, enterOn, escapes, follow, opened, typeOver } from '../lib/keyboard.mjs';
import {
  button, dialog, field, focusIsAround, focusIsKept, hasFocus, heading, main, rows, signIn,
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
    await said(page, 'Recorded: the order is paid.');

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
    await said(page, /is given back; the credit note is on its way/);
  });

  walk('a large amount is confirmed by a second person, another is withdrawn', async ({ server, enter }) => {
    const [reseller, staff, second] = [await enter(), await enter(), await enter()];
    await signIn(reseller, server, 'reseller@example.com');
    await signIn(staff, server, 'staff@example.com');
    const references = [];
    for (const name of ['Taste Gross GmbH', 'Taste Falsch GmbH']) {
      references.push(await order(reseller, { name, licences: 150 }));
      await follow(staff.page, 'Overview');
      await follow(staff.page, 'Bank transfers');
      const [money, asks] = [button(main(staff.page), `Record money ${references.at(-1)}`), `Money for ${references.at(-1)}`];
      await opened(staff.page, money, asks);
      await staff.page.keyboard.type(name);
      await staff.page.keyboard.press('Enter');
      await said(staff.page, 'It counts when a second person has confirmed it.');
    }
    await signIn(second, server, 'second@example.com');
    const { page } = second;
    await follow(page, 'Bank transfers');
    await enterOn(page, button(main(page), `Confirm ${references[0]}`));
    await page.keyboard.press('Enter');
    await said(page, 'Recorded: the order is paid.');
    await enterOn(page, button(main(page), `Withdraw ${references[1]}`));
    await said(page, 'Withdrawn: it counts as never recorded.');
  });
}, { apart: true, projects: PROJECTS.filter(({ name }) => name === 'desktop') });

/** It is said, and the focus is there. */
async function said(page, words) {
  const place = main(page).getByText(words);
  await place.waitFor();
  await until(`the focus on: ${words}`, () => focusIsAround(place));
}
