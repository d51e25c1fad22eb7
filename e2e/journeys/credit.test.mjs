// Credit notes: staff give back some of an invoice, and its payer finds the note among the invoices.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { button, create, dialog, field, go, hasFocus, main, radio, rows, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('credit', (walk) => {
  walk('some licences of an invoice are given back, and the payer sees the note', async ({ server, enter, project }) => {
    const reseller = await enter();
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Gutschrift ${project} GmbH`;
    await create(reseller, server, { name, licences: 3 });

    const staff = await enter();
    const { page } = staff;
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Credit notes');
    await field(main(page), 'Find by number or name').fill(name.toUpperCase());
    await until('only that invoice', async () => (await rows(page, name).count()) === 1 && (await rows(page, 'Nordwind').count()) === 0);
    await look(staff, 'credit-notes');
    const number = (await rows(page, name).getByRole('link').first().textContent()).trim();
    await button(rows(page, name), `Give back ${number}`).press('Enter');
    const form = dialog(page, `Credit note on ${number}`);
    await until('the focus in the form', () => hasFocus(field(form, 'Licences')));
    await field(form, 'Licences').fill('4');
    await form.getByRole('button', { name: /^Give back$/ }).click();
    await form.getByText('Enter a number from 1 to 3').first().waitFor();
    await look(staff, 'credit-note-fault');
    await field(form, 'Licences').fill('1');
    await field(form, 'Months').fill('6');
    // 1 × 6 × 9.99 = 59.94, less 20 % = 47.95, and 19 % VAT = 9.11
    await form.getByText('Net €47.95, VAT €9.11: €57.06 in all.').waitFor();
    await radio(form, 'The money', 'To the card').check({ force: true });
    await look(staff, 'credit-note');
    await form.getByRole('button', { name: 'Give back €57.06' }).click();
    await main(page).getByText('€57.06 is given back; the credit note is on its way.').waitFor();
    // the note itself follows with its number, after this list was read
    await rows(page, name).getByText('Partly refunded').first().waitFor();
    await look(staff, 'credit-note-given');

    await go(reseller, 'Billing');
    const note = rows(reseller.page, 'Credit note').filter({ hasText: name });
    // its number follows within seconds
    await until('the note among the invoices', async () => {
      await reseller.page.reload();
      await rows(reseller.page, 'Nordwind Logistik GmbH').or(rows(reseller.page, name)).first().waitFor();
      return (await note.count()) === 1;
    });
    assert.match(await note.innerText(), /[-−]€57\.06/);
    await look(reseller, 'billing-credit-note');
  });
});
