// Business Information: correcting who a customer is, by each who may; and what staff decide on names.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { actOn, button, create, field, go, hasFocus, heading, main, quote, rows, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const typed = (page, label) => field(main(page), label);
const saved = (page) => page.getByText('Saved', { exact: true }).waitFor();

journeys('business', (walk) => {
  walk('details are corrected, and the next charge is priced by them', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Umzug ${project} GmbH`;
    await create(reseller, server, { name, vat: 'DE136695976' });
    await go(reseller, 'Business Information');
    await main(page).getByText(/^The register confirmed DE136695976 on .*; consultation number/).waitFor();
    await look(reseller, 'business');

    // faults are told at their fields, and nothing typed is lost
    await typed(page, 'City').fill('');
    await typed(page, 'E-mail for invoices').fill('nobody');
    await button(main(page), 'Save').click();
    await main(page).getByText('Enter the city').first().waitFor();
    await look(reseller, 'business-faults');
    await page.reload();
    assert.equal(await typed(page, 'E-mail for invoices').inputValue(), 'nobody', 'a reload keeps what was typed');

    await typed(page, 'City').fill('Bremen');
    await typed(page, 'E-mail for invoices').fill('');
    await typed(page, 'VAT number').fill('');
    await button(main(page), 'Save').press('Enter');
    await saved(page);
    assert.ok(await hasFocus(button(main(page), 'Save')), 'the focus stays');
    assert.equal(await main(page).getByText(/^The register confirmed/).count(), 0);
    await page.reload();
    assert.equal(await typed(page, 'City').inputValue(), 'Bremen');
    await go(reseller, 'Purchase Licence');
    await quote(page).getByText(/19\s?%/).first().waitFor();
  });

  walk('two correct at once: the second is told, and takes over what is there', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Manage');
    await actOn(reseller, 'Café Söder HB');
    await go(reseller, 'Business Information');
    await typed(page, 'Address').waitFor();

    const own = await enter();
    await signIn(own, server, 'customer@example.com');
    await go(own, 'Business Information');
    const street = `Götgatan ${Date.now() % 1000}`;
    await typed(own.page, 'Address').fill(street);
    await button(main(own.page), 'Save').click();
    await saved(own.page);

    await typed(page, 'City').fill('Solna');
    await button(main(page), 'Save').click();
    await main(page).getByText(/^Somebody else has changed this/).first().waitFor();
    assert.equal(await typed(page, 'City').inputValue(), 'Solna', 'what was typed stays');
    await look(reseller, 'business-overtaken');
    await button(main(page), 'Show what is there now').click();
    await until('what the other one saved', async () => await typed(page, 'Address').inputValue() === street);
    await typed(page, 'City').fill('Stockholm');
    await button(main(page), 'Save').click();
    await saved(page);
  });

  walk('a technician corrects the address, staff see it all', async ({ server, enter }) => {
    const technician = await enter();
    const { page } = technician;
    await signIn(technician, server, 'technician@example.com');
    await go(technician, 'Manage');
    await actOn(technician, 'Thistle & Byre Ltd');
    await go(technician, 'Business Information');
    await main(page).getByText(/^Technicians correct street, postcode and city/).waitFor();
    assert.equal(await typed(page, 'Business name').getAttribute('readonly'), '', 'the name is for others');
    await typed(page, 'Address').fill('2 Byre Lane');
    await look(technician, 'business-technician');
    await button(main(page), 'Save').click();
    await saved(page);

    const staff = await enter();
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Manage');
    await actOn(staff, 'Thistle & Byre Ltd');
    await go(staff, 'Business Information');
    await main(staff.page).getByText('To do this, act as the reseller.').waitFor();
    assert.equal(await button(main(staff.page), 'Save').count(), 0);
    await look(staff, 'business-staff');
  });

  walk('staff decide on a name in the register', async ({ server, enter, project }) => {
    const reseller = await enter();
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Amsel ${project} GmbH`;
    await create(reseller, server, { name, vat: 'DE200000005' });

    const staff = await enter();
    const { page } = staff;
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'VAT numbers');
    await rows(page, name).getByText('SÜDWIND SPEDITION GMBH').waitFor();
    await look(staff, 'vat-names');
    await button(rows(page, name), `Accept ${name}`).press('Enter');
    await rows(page, name).waitFor({ state: 'detached' });
    await until('the focus on the heading', () => hasFocus(heading(main(page), 'VAT numbers')));

    await go(reseller, 'Purchase Licence');
    await reseller.page.reload();
    await quote(reseller.page).getByText(/[Rr]everse charge/).first().waitFor();
  });
});
