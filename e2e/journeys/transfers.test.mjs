// Bank transfer: an order waits on paper; staff record what comes, a second person above an amount.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  button, dialog, field, fillCreate, go, main, menu, quote, receipt, rows, signIn,
} from '../lib/portal.mjs';
import { byTransfer, order, record } from '../lib/transfers.mjs';

journeys('transfers', (walk) => {
  walk('an order waits for its money, is recorded in parts, and begins', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Überweisung ${project} GmbH`;
    await go(reseller, 'Create');
    await fillCreate(reseller, { name });
    await byTransfer(reseller);
    await quote(page).getByText('The first period begins on the day on which the money is recorded.').waitFor();
    await look(reseller, 'create-by-transfer');
    const reference = await order(reseller, { name });
    await main(page).getByRole('img', { name: 'QR code with the transfer' }).waitFor();
    await look(reseller, 'payment-request');
    await page.reload();
    await main(page).getByText(reference).first().waitFor();
    await go(reseller, 'Billing');
    await rows(page, name).getByRole('link', { name: reference, exact: true }).waitFor();
    await look(reseller, 'billing-open');

    const staff = await enter();
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Bank transfers');
    await rows(staff.page, reference).waitFor();
    await look(staff, 'transfers');
    await record(staff, reference, { entry: ' ', looked: () => look(staff, 'record-money') });
    const form = dialog(staff.page, `Money for ${reference}`);
    await form.getByText("Enter the bank's reference of the entry.").first().waitFor();
    await field(form, "Bank's reference of the entry").fill(`A-${project}`);
    await field(form, 'Amount').fill('100');
    await button(form, 'Record money').click();
    await main(staff.page).getByText(/is still missing, and the payer is told/).waitFor();
    await look(staff, 'money-short');
    await record(staff, reference, { entry: `B-${project}` });
    await main(staff.page).getByText('Recorded: the order is paid.').waitFor();
    await look(staff, 'money-recorded');

    await rows(page, name).getByRole('link', { name: reference, exact: true }).click();
    await receipt(reseller);
    await look(reseller, 'receipt-by-transfer');
  });

  walk('a large amount counts when a second person has confirmed it', async ({ server, enter, project }) => {
    const reseller = await enter();
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Gross ${project} GmbH`;
    const reference = await order(reseller, { name, licences: 150 });
    const staff = await enter();
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Bank transfers');
    await record(staff, reference, { entry: `C-${project}` });
    await main(staff.page).getByText('It counts when a second person has confirmed it.').waitFor();
    assert.equal(await button(main(staff.page), `Confirm ${reference}`).count(), 0, 'not by oneself');
    const second = await enter();
    await signIn(second, server, 'second@example.com');
    await go(second, 'Bank transfers');
    await rows(second.page, reference).getByText(/recorded by Sam Holm/).waitFor();
    await look(second, 'transfers-waiting');
    await button(main(second.page), `Confirm ${reference}`).click();
    await main(second.page).getByText('Recorded: the order is paid.').waitFor();
  });

  walk('an order is given up, and is another\'s to see for nobody', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await order(reseller, { name: `Doch nicht ${project} GmbH` });
    await button(main(page), 'Give up the order').click();
    await main(page).getByText('The order was given up').first().waitFor();
    assert.equal(await (await menu(reseller)).getByRole('link', { name: 'Bank transfers' }).count(), 0);
    await page.goto(`${server.address}/transfers`);
    await main(page).getByText("Only the seller's own people can do this.").first().waitFor();
  });
}, { apart: true });
