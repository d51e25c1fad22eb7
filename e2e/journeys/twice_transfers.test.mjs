// Orders by bank transfer, their button pressed twice: one order waits on one paper, and the second
// press does not give it up again, although the paper stands under it by then.

import assert from 'node:assert/strict';

import { journeys } from '../lib/journey.mjs';
import { mailsTo } from '../lib/mail.mjs';
import { actOn, button, create, field, fillCreate, go, main, quote, rows, signIn } from '../lib/portal.mjs';
import { byTransfer, orderButton, paper } from '../lib/transfers.mjs';
import { GAPS, ordersOf, pressTwice } from '../lib/twice.mjs';
import { until } from '../lib/until.mjs';

const INVOICES = 'invoices@kontor.example';
// a customer of the demo whose year has ended
const ENDED = 'Keel & Mast Ltd';

for (const { pace, gap } of GAPS) {
  journeys(`twice-by-transfer-${pace}`, (walk) => {
    walk('Create', async ({ server, enter, project }) => {
      const reseller = await enter();
      const { page } = reseller;
      const name = `Papier ${project} GmbH`;
      await signIn(reseller, server, 'reseller@example.com');
      const orders = ordersOf(page);
      await go(reseller, 'Create');
      await fillCreate(reseller, { name });
      await byTransfer(reseller);
      await pressTwice(reseller, orderButton(page), gap);
      await waitsOnce(reseller, server, { name, orders });
    });

    walk('Top Up', async ({ server, enter, project }) => {
      const reseller = await enter();
      const { page } = reseller;
      const name = `Nachtrag ${project} GmbH`;
      await signIn(reseller, server, 'reseller@example.com');
      await create(reseller, server, { name });
      const orders = ordersOf(page);
      await go(reseller, 'Purchase Licence');
      await field(main(page), 'More licences').fill('4');
      await byTransfer(reseller);
      await until('a quote', async () => /\b4 licences\b/.test(await quote(page).innerText()));
      await pressTwice(reseller, button(main(page), 'Top Up'), gap);
      await waitsOnce(reseller, server, { name, orders });
    });

    walk('Renew', async ({ server, enter }) => {
      const reseller = await enter();
      const { page } = reseller;
      await signIn(reseller, server, 'reseller@example.com');
      await go(reseller, 'Renew');
      await actOn(reseller, ENDED);
      await byTransfer(reseller);
      await until('a quote', async () => /Total/.test(await quote(page).innerText()));
      const orders = ordersOf(page);
      await pressTwice(reseller, button(main(page), 'Renew'), gap);
      await waitsOnce(reseller, server, { name: ENDED, orders });
    });
  }, { apart: true });
}

/** One order, on one paper, in one mail; it waits. */
async function waitsOnce(person, server, { name, orders }) {
  const { page } = person;
  const reference = await paper(page);
  const mails = () => mailsTo(server, INVOICES, (text) => text.includes(reference)).length;
  await until('the mail with the paper', () => mails() >= 1);
  assert.equal(orders.size, 1, `one order: ${[...orders]}`);
  await page.reload();
  assert.equal(await paper(page), reference, 'it still waits');
  await go(person, 'Billing');
  await rows(page, name).getByRole('link', { name: reference, exact: true }).waitFor();
  const open = main(page).getByRole('table', { name: 'Open transfers', exact: true });
  assert.equal(await open.getByRole('rowheader').count(), 1, 'one open transfer');
  assert.equal(mails(), 1, 'one mail');
}
