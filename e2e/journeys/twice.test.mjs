// Every button with which a reseller spends, pressed twice: at once, and as slowly as a double press
// still is, when another page may stand under the second one. One order, one charge.

import assert from 'node:assert/strict';

import { chargesOf, record } from '../lib/gateway.mjs';
import { journeys } from '../lib/journey.mjs';
import { mailsTo } from '../lib/mail.mjs';
import {
  button, create, field, fillCard, fillCreate, go, heading, main, payButton, payByCard, quote, rows, signIn,
} from '../lib/portal.mjs';
import { GAPS, ordersOf, payTwice, pressTwice } from '../lib/twice.mjs';
import { until } from '../lib/until.mjs';

const INVOICES = 'invoices@kontor.example';
const DECLINES = '4000000000000002';

for (const { pace, gap } of GAPS) {
  journeys(`twice-${pace}`, (walk) => {
    walk('Top Up and Renew by card', async ({ server, enter, project }) => {
      const reseller = await enter();
      const { page } = reseller;
      const name = `Zweimal ${project} GmbH`;
      await signIn(reseller, server, 'reseller@example.com');
      await create(reseller, server, { name, term: '1 month', licences: 3 });
      const orders = ordersOf(page);
      await go(reseller, 'Purchase Licence');
      await field(main(page), 'More licences').fill('2');
      await until('a quote', async () => /\b2 licences\b/.test(await quote(page).innerText()));
      await pressTwice(reseller, button(main(page), 'Top Up'), gap);
      await payTwice(reseller, gap);
      await go(reseller, 'Renew');
      await field(main(page), 'Licences').fill('6');
      await until('a quote', async () => /\b6 licences\b/.test(await quote(page).innerText()));
      await pressTwice(reseller, button(main(page), 'Renew'), gap);
      await payTwice(reseller, gap);
      await chargedOnceEach(server, orders, 2);
      await go(reseller, 'Renew');
      await main(page).getByText('The next period is paid').first().waitFor();
      await go(reseller, 'Overview');
      await until('three and two licences', async () => /\b0 of 5\b/.test(await rows(page, name).innerText()));
      await invoiced(server, name, 3);
    });

    walk('the same again after a declined card', async ({ server, enter, project }) => {
      const reseller = await enter();
      const { page } = reseller;
      const name = `Abgelehnt ${project} GmbH`;
      await signIn(reseller, server, 'reseller@example.com');
      const orders = ordersOf(page);
      await go(reseller, 'Create');
      await fillCreate(reseller, { name, term: '1 month' });
      await (await payButton(page)).pay.click();
      await payByCard(reseller, server, DECLINES);
      await main(page).getByText('The card was declined').waitFor();
      await pressTwice(reseller, (await payButton(page)).pay, gap);
      await payTwice(reseller, gap);
      for (const [place, action] of [['Purchase Licence', 'Top Up'], ['Renew', 'Renew']]) {
        await go(reseller, place);
        await until('a quote', async () => /Total/.test(await quote(page).innerText()));
        await button(main(page), action).click();
        await payByCard(reseller, server, DECLINES);
        await main(page).getByText('The card was declined').waitFor();
        await pressTwice(reseller, button(main(page), action), gap);
        await payTwice(reseller, gap);
      }
      await chargedOnceEach(server, orders, 3);
      await invoiced(server, name, 3);
    });

    walk('Save a card: kept, and nothing is charged', async ({ server, enter, project }) => {
      const reseller = await enter();
      const { page } = reseller;
      await signIn(reseller, server, 'reseller@example.com');
      await create(reseller, server, { name: `Merken ${project} GmbH` });
      const before = (await record(server)).charges.length;
      await go(reseller, 'Billing');
      await pressTwice(reseller, button(main(page), 'Save a card'), gap);
      await heading(page, 'Save a card').waitFor();
      await fillCard(page);
      await pressTwice(reseller, button(page, 'Save the card'), gap);
      await main(page).getByText('paid by Visa ending in 4242').waitFor();
      await button(main(page), 'Use another card').waitFor();
      assert.equal((await record(server)).charges.length, before, 'nothing was charged');
    });
  });
}

/** So many orders were placed, and each was charged once. */
async function chargedOnceEach(server, orders, count) {
  assert.equal(orders.size, count, `${count} orders: ${[...orders]}`);
  for (const order of orders) assert.equal(await chargesOf(server, order), 1, order);
}

/** So many invoices were mailed for a customer, and no more. */
async function invoiced(server, name, count) {
  const mails = () => mailsTo(server, INVOICES, (text) => text.includes(name)).length;
  await until(`${count} invoices`, () => mails() >= count);
  assert.equal(mails(), count);
}
