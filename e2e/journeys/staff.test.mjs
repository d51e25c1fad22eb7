// Staff create a reseller, whose first administrator is invited; a second press of theirs makes no
// second one. They date its discounts, and read in the log what was done; so does the reseller, in
// its own.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  accept, button, field, focusIsKept, go, heading, main, radio, rows, signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const BILLED = 'Orders are billed to';

async function fillReseller(form, project) {
  await field(form, 'Business name').fill(`Östra ${project} GmbH`);
  await field(form, 'Address').fill('Am Ring 1');
  await field(form, 'Postcode').fill('10115');
  await field(form, 'City').fill('Berlin');
  await field(form, 'Country').selectOption('DE');
  await field(form, 'VAT number').fill('DE136695976');
  await field(form, 'E-mail for invoices').fill(`invoices@${project}.example`);
  await field(form, 'Discount in per cent').fill('12,5');
  await field(form, 'E-mail').fill(`mei@${project}.example`);
}

journeys('staff', (walk) => {
  walk('a reseller begins, with its discount and its administrator', async ({ server, enter, project }) => {
    const staff = await enter();
    const { page } = staff;
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Resellers');
    await main(page).getByRole('rowheader').first().waitFor();
    await look(staff, 'staff-resellers');

    await button(main(page), 'New reseller').click();
    await heading(main(page), 'New reseller').waitFor();
    await button(main(page), 'Create reseller').click();
    await main(page).getByText('Choose whom orders are billed to.').first().waitFor();
    await look(staff, 'staff-new-faults');
    await fillReseller(main(page), project);
    const choice = radio(main(page), BILLED, 'The customer');
    assert.equal(await choice.isChecked(), false, 'nothing is chosen beforehand');
    // by the keyboard: a space chooses, Enter sends
    await choice.focus();
    await page.keyboard.press('Space');
    await look(staff, 'staff-new');
    await field(main(page), 'E-mail').press('Enter');
    await heading(main(page), `Östra ${project} GmbH`).waitFor();
    await focusIsKept(page);

    const percent = field(main(page), 'Discount in per cent');
    await percent.fill('5');
    await button(main(page), 'Enter discount').click();
    await main(page).getByText(/^Choose a day from/).or(main(page).getByText(/31 December/)).first().waitFor();
    await look(staff, 'staff-discount-fault');
    await percent.fill('20');
    await field(main(page), 'First day').fill('2027-03-01');
    await button(main(page), 'Enter discount').click();
    await rows(page, '20').first().waitFor();
    await look(staff, 'staff-reseller');
    await main(page).getByRole('button', { name: /^Withdraw/ }).click();
    await until('one discount', async () => (await main(page).getByRole('rowheader').count()) === 1);
    await focusIsKept(page);

    await button(main(page), 'Ask for it').click();
    await main(page).getByText('Everybody who works for this reseller is asked').waitFor();
    await button(main(page), 'Ask no longer').click();
    await main(page).getByText('Whoever works for this reseller may do without').waitFor();

    await field(main(page), 'City').fill('Bonn');
    await button(main(page), 'Save').click();
    await page.getByText('Saved').waitFor();
    await button(main(page), 'All resellers').click();
    await page.getByRole('searchbox', { name: 'Find a reseller', exact: true }).fill(`östra ${project}`);
    await until('just the new one', async () => (await main(page).getByRole('rowheader').count()) === 1);
    await main(page).getByText('Bonn').waitFor();

    await go(staff, 'Audit log');
    await rows(page, 'city: Berlin → Bonn').first().waitFor();
    await rows(page, 'Withdrew the discount from 1 Mar 2027').first().waitFor();
    await look(staff, 'staff-log');
    await field(main(page), 'About').fill(`mei@${project}.example`);
    await button(main(page), 'Show').click();
    await until('only the invitation', async () => (await main(page).getByRole('rowheader').count()) === 1);
    await rows(page, `Invited mei@${project}.example as a colleague: administrator`).waitFor();

    const mei = await enter();
    await accept(mei, server, `mei@${project}.example`, 'Mei Tanaka');
    await go(mei, 'Audit log');
    await rows(mei.page, 'city: Berlin → Bonn').first().waitFor();
    assert.equal(await main(mei.page).getByText('staff@example.com').count(), 0, 'who of the staff is not told');
    await look(mei, 'staff-own-log');
  });
});
