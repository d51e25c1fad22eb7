// Billing: the payer finds the invoices again, and nobody else does.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { issued } from '../lib/documents.mjs';
import { journeys } from '../lib/journey.mjs';
import { button, create, go, heading, main, menu, rows, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

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
