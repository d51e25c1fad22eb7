// Billing: the payer finds the invoices again, by kind, state and day too, and nobody else does.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { issued } from '../lib/documents.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  button, create, dialog, field, go, hasFocus, heading, main, menu, radio, rows, signIn, tabTo,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const documents = (page) => main(page).getByRole('table', { name: 'Invoices', exact: true });
const numbers = (page) => documents(page).getByRole('rowheader').getByRole('link').allInnerTexts();
const query = (page) => new URL(page.url()).search;

journeys('billing', (walk) => {
  walk('an invoice is found again, of all customers and of one', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Rechnung ${project} GmbH`;
    await create(reseller, server, { name });
    await until('its invoice', async () => {
      await go(reseller, 'Overview');
      await go(reseller, 'Billing');
      return (await rows(page, name).count()) === 1;
    });
    await main(page).getByText(`Invoices of what your side has paid for ${name}.`).waitFor();
    await look(reseller, 'billing-one');
    await main(page).getByRole('link', { name: 'All customers', exact: true }).click();
    await rows(page, 'Nordwind Logistik GmbH').first().waitFor();
    await look(reseller, 'billing');

    const paper = rows(page, name).first().getByRole('link', { name: /^2026-\d{6}$/ });
    await issued(paper, `Invoice ${await paper.innerText()}`);
    await rows(page, name).first().getByRole('link', { name, exact: true }).click();
    await heading(main(page), 'Receipt').waitFor();
  });

  walk('documents are narrowed down by kind, state and day, without a mouse, and the address keeps it', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Filter ${project} GmbH`;
    await create(reseller, server, { name, licences: 3 });
    await giveOneBack(await enter(), server, name);
    await page.goto(`${server.address}/billing`);
    await until('the note among the documents', async () => {
      await page.reload();
      await documents(page).waitFor();
      return (await numbers(page)).some((number) => number.startsWith('C2026-'));
    });
    const all = await numbers(page);
    await look(reseller, 'billing-all');

    const [kind, state] = [field(main(page), 'Kind'), field(main(page), 'State')];
    await tabTo(page, kind);
    await page.keyboard.type('Credit');
    await until('only the note', async () => (await numbers(page)).length === 1);
    assert.equal(query(page), '?kind=credit_note');
    await look(reseller, 'billing-notes');
    await page.reload();
    await until('only the note', async () => (await numbers(page)).length === 1);
    assert.equal(await kind.inputValue(), 'credit_note');
    await page.goBack();
    await until('all of them', async () => (await numbers(page)).length === all.length);
    assert.equal(await kind.inputValue(), '');

    await tabTo(page, state);
    await page.keyboard.type('Partly');
    await until('the note and its invoice', async () => (await numbers(page)).length === 2);
    assert.equal(query(page), '?state=partly_refunded');
    await page.keyboard.press('Home');
    await until('all of them', async () => (await numbers(page)).length === all.length);

    const [first, last] = [field(main(page), 'First day'), field(main(page), 'Last day')];
    await retype(page, first, 'yesterday');
    await main(page).getByText('Write the day as 2026-11-26.').waitFor();
    await look(reseller, 'billing-day-fault');
    assert.equal(query(page), '');
    await retype(page, first, '2026-11-23');
    await until('the day in the address', () => query(page) === '?from_on=2026-11-23');
    // the demo's invoices are all of today
    await until('those of today', async () => (await numbers(page)).length === all.length);
    await retype(page, first, '');
    await retype(page, last, '2026-11-22');
    await main(page).getByText('No document is like that.').waitFor();
    assert.equal(query(page), '?until_on=2026-11-22');
    await look(reseller, 'billing-none-such');
    await tabTo(page, main(page).getByRole('link', { name: 'Clear the filters', exact: true }));
    await page.keyboard.press('Enter');
    await until('all of them', async () => (await numbers(page)).length === all.length);
    assert.equal(query(page), '');
    assert.equal(await last.inputValue(), '');
    await until('the focus where the page begins', () => hasFocus(heading(main(page), 'Billing')));
  });

  walk('the customer\'s administrator sees no invoice of the reseller\'s', async ({ server, enter }) => {
    const customer = await enter();
    await signIn(customer, server, 'customer@example.com');
    await go(customer, 'Billing');
    await main(customer.page).getByText('There is no invoice yet').waitFor();
    await look(customer, 'billing-none');
    const technician = await enter();
    await signIn(technician, server, 'technician@example.com');
    assert.equal(await (await menu(technician)).getByRole('link', { name: 'Billing' }).count(), 0);
    await technician.page.goto(`${server.address}/billing`);
    await main(technician.page).getByText('Technicians look after members').waitFor();
    assert.equal(await button(main(technician.page), 'Purchase Licence').count(), 0);
  });
}, { apart: true });

/** Types over what stands in a field, and leaves it by the keyboard. */
async function retype(page, control, text) {
  await control.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Staff give one licence's year back. */
async function giveOneBack(staff, server, name) {
  const { page } = staff;
  await signIn(staff, server, 'staff@example.com');
  await go(staff, 'Credit notes');
  await rows(page, name).getByRole('button', { name: /^Give back/ }).click();
  const form = dialog(page, /^Credit note on/);
  await field(form, 'Licences').fill('1');
  await radio(form, 'The money', 'To the card').check({ force: true });
  await form.getByRole('button', { name: /^Give back \S/ }).click();
  await main(page).getByText(/is given back/).waitFor();
}
