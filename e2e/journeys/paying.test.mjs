// Paying, when it does not go straight: declined, asked by the bank, and more licences later.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  actOn, button, create, field, fillCreate, go, keptAsTyped, main, payButton, payByCard, quote, receipt, rows, signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const DECLINES = '4000000000000002';
const ASKS = '4000002500003155';

journeys('paying', (walk) => {
  walk('a declined card leads back to the form with everything typed', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Declined ${project} AB`, address: 'Storgatan 1', postcode: '111 22', city: 'Stockholm', country: 'SE', licences: 7 };
    await fillCreate(reseller, typed);
    const before = await payButton(page);
    await before.pay.click();
    await payByCard(reseller, server, DECLINES);
    await field(main(page), 'Business name').waitFor();
    await look(reseller, 'declined');
    await keptAsTyped(page, typed);
    const after = await payButton(page);
    assert.equal(after.amount, before.amount);
    await after.pay.click();
    await payByCard(reseller, server);
    await receipt(reseller);
  });

  walk('the bank asks: approved', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    await fillCreate(reseller, { name: `Approved ${project} GmbH` });
    const { pay, amount } = await payButton(page);
    await pay.click();
    await payByCard(reseller, server, ASKS);
    await button(page, 'Approve').waitFor();
    await look(reseller, 'gateway-approval');
    await button(page, 'Approve').click();
    await receipt(reseller);
    assert.ok((await main(page).textContent()).includes(amount));
  });

  walk('the bank asks: refused', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Refused ${project} GmbH`, licences: 2 };
    await fillCreate(reseller, typed);
    await (await payButton(page)).pay.click();
    await payByCard(reseller, server, ASKS);
    await button(page, 'Refuse').click();
    await field(main(page), 'Business name').waitFor();
    await keptAsTyped(page, typed);
  });

  walk('more licences are quoted by started months and topped up', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const customer = `Topped up ${project} GmbH`;
    await create(reseller, server, { name: customer, licences: 1 });

    await go(reseller, 'Purchase Licence');
    await actOn(reseller, customer);
    await field(main(page), 'More licences').fill('3');
    await until('a quote', async () => /\b12 started months\b/.test(await quote(page).innerText()));
    await look(reseller, 'purchase-licence');
    await button(main(page), 'Top Up').click();
    await payByCard(reseller, server);
    await receipt(reseller);

    await go(reseller, 'Overview');
    const row = rows(page, customer);
    await until('four licences', async () => /\b0 of 4\b/.test(await row.innerText()));
  });
});
