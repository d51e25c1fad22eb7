// However often one presses, reloads or goes back: one order, one charge.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { mailsTo, mailTo } from '../lib/mail.mjs';
import {
  button, customersNamed, field, fillCard, fillCreate, go, heading, keptAsTyped, main, payButton, payByCard, receipt,
  signIn,
} from '../lib/portal.mjs';
import { ordersOf } from '../lib/twice.mjs';

const INVOICES = 'invoices@kontor.example';

journeys('once', (walk) => {
  walk('Pay is pressed twice, here and on the card page', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Doppelt ${project} GmbH` };
    await fillCreate(reseller, typed);
    const orders = ordersOf(page);
    await (await payButton(page)).pay.dblclick();
    await field(page, 'Card number').waitFor();
    await fillCard(page);
    await button(page, 'Pay').dblclick();
    await receipt(reseller);
    assert.equal(orders.size, 1, `one order: ${[...orders]}`);
    await chargedOnce(reseller, server, typed.name);
  });

  walk('Reload and Back at the card page: one can still pay, and once', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Zurück ${project} GmbH`, address: 'Lindenweg 4', postcode: '10115', city: 'Berlin', country: 'DE', licences: 4 };
    await fillCreate(reseller, typed);
    const orders = ordersOf(page);
    const { pay, amount } = await payButton(page);
    await pay.click();
    await field(page, 'Card number').waitFor();
    await page.reload();
    await field(page, 'Card number').waitFor();
    await page.goBack();
    await field(main(page), 'Business name').waitFor();
    await keptAsTyped(page, typed);
    const again = await payButton(page);
    assert.equal(again.amount, amount);
    await again.pay.click();
    await payByCard(reseller, server);
    await receipt(reseller);
    assert.equal(orders.size, 1, `the same order: ${[...orders]}`);

    await page.goBack();
    await heading(page, 'Paid').waitFor();
    await look(reseller, 'gateway-paid');
    await page.getByRole('link', { name: /^Return to / }).click();
    await receipt(reseller);
    await page.reload();
    await receipt(reseller);
    await chargedOnce(reseller, server, typed.name);
  });
});

/** One customer on the overview, one invoice in the mail. */
async function chargedOnce(person, server, name) {
  await mailTo(server, INVOICES, (text) => text.includes(name));
  assert.equal(await customersNamed(person, name), 1);
  assert.equal(mailsTo(server, INVOICES, (text) => text.includes(name)).length, 1, 'one invoice');
}
