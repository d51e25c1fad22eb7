// A reload and the back button after each step of buying for a customer that is there, and of an order
// that waits for a transfer: what was typed stays, and whatever is pressed again is the same order.

import assert from 'node:assert/strict';

import { chargesOf } from '../lib/gateway.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  button, create, field, fillCreate, focusIsAround, go, heading, main, payByCard, quote, radio, receipt, rows, signIn,
} from '../lib/portal.mjs';
import { byTransfer, orderButton, paper } from '../lib/transfers.mjs';
import { ordersOf } from '../lib/twice.mjs';
import { until } from '../lib/until.mjs';

const WAYS = [
  { place: 'Purchase Licence', label: 'More licences', action: 'Top Up', has: /\b0 of 8\b/ },
  { place: 'Renew', label: 'Licences', action: 'Renew', has: /\b0 of 3\b/ },
];

journeys('again', (walk) => {
  for (const { place, label, action, has } of WAYS) {
    walk(`${action} by card, back and anew after each step`, async ({ server, enter, project }) => {
      const reseller = await enter();
      const { page } = reseller;
      await signIn(reseller, server, 'reseller@example.com');
      const name = `${action} nochmal ${project} GmbH`;
      await create(reseller, server, { name, term: '1 month' });
      await go(reseller, place);
      const licences = field(main(page), label);
      const typed = async () => {
        await until('what was typed', async () => (await licences.inputValue()) === '5');
        await until('its quote', async () => /\b5 licences\b/.test(await quote(page).innerText()));
      };
      await licences.fill('5');
      await page.reload();
      await typed();
      const orders = ordersOf(page);
      await button(main(page), action).click();
      await field(page, 'Card number').waitFor();
      await page.reload();
      await field(page, 'Card number').waitFor();
      await page.goBack();
      await typed();
      await page.reload();
      await typed();
      await button(main(page), action).click();
      await payByCard(reseller, server);
      await receipt(reseller);
      assert.equal(orders.size, 1, `the same order: ${[...orders]}`);

      const paid = page.url();
      await page.reload();
      await receipt(reseller);
      await page.goBack();
      await heading(page, 'Paid').waitFor();
      await page.reload();
      await heading(page, 'Paid').waitFor();
      await page.getByRole('link', { name: /^Return to / }).click();
      await receipt(reseller);
      assert.equal(new URL(page.url()).pathname, new URL(paid).pathname);
      assert.equal(await chargesOf(server, [...orders][0]), 1);
      await go(reseller, 'Overview');
      await until('what was bought, once', async () => has.test(await rows(page, name).innerText()));
    });
  }

  walk('Create by transfer: a reload and the way back leave one paper', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Papier nochmal ${project} GmbH`;
    await go(reseller, 'Create');
    await fillCreate(reseller, { name });
    await byTransfer(reseller);
    await page.reload();
    await orderButton(page).waitFor();
    assert.equal(await field(main(page), 'Business name').inputValue(), name, 'a reload keeps what was typed');
    await orderButton(page).click();
    const reference = await paper(page);
    await page.reload();
    assert.equal(await paper(page), reference);
    await page.goBack();
    await field(main(page), 'Business name').waitFor();
    assert.equal(await field(main(page), 'Business name').inputValue(), '', 'what was ordered is not offered again');
    await page.goForward();
    assert.equal(await paper(page), reference);
    await go(reseller, 'Billing');
    await rows(page, name).getByRole('link', { name: reference, exact: true }).click();
    assert.equal(await paper(page), reference);
    await page.goBack();
    await rows(page, name).getByRole('link', { name: reference, exact: true }).waitFor();
    assert.equal(await rows(page, name).count(), 1, 'one paper');
  });

  walk('Top Up by transfer: pressed again, it leads to the order that waits', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Nachtrag nochmal ${project} GmbH`;
    await create(reseller, server, { name });
    await go(reseller, 'Purchase Licence');
    await field(main(page), 'More licences').fill('4');
    await byTransfer(reseller);
    await page.reload();
    await until('what was typed', async () => (await field(main(page), 'More licences').inputValue()) === '4');
    assert.ok(await radio(main(page), 'Payment', 'Bank transfer').isChecked(), 'the way to pay too');
    await button(main(page), 'Top Up').click();
    const reference = await paper(page);
    await page.reload();
    assert.equal(await paper(page), reference);
    await page.goBack();
    await field(main(page), 'More licences').fill('4');
    await byTransfer(reseller);
    await button(main(page), 'Top Up').click();
    const said = main(page).getByText('There already is an open order for this customer. Finish it or give it up first.');
    await said.waitFor();
    await until('the focus where it is said', () => focusIsAround(said));
    await main(page).getByRole('link', { name: 'See that order', exact: true }).click();
    assert.equal(await paper(page), reference, 'the same paper');
    await button(main(page), 'Give up the order').click();
    await main(page).getByText('The order was given up').waitFor();
    await page.reload();
    await until('what was typed', async () => (await field(main(page), 'More licences').inputValue()) === '4');
    await button(main(page), 'Top Up').click();
    assert.notEqual(await paper(page), reference, 'given up, it is another order');
  });
}, { apart: true });
