// An order that is not yet decided has a page of its own: it follows the bank by itself, and leads
// whoever has to confirm back to the card page, or out of the order.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  actOn, button, create, field, fillCreate, focusIsAround, go, heading, main, payButton, payByCard, quote, receipt,
  rows, signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const ASKS = '4000002500003155';
const CHARGED_LATE = '4000000000001018';
const DECLINED_LATE = '4000000000001026';

journeys('order', (walk) => {
  walk('an order left at the bank is found on another device, and confirmed', async ({ server, enter, project }) => {
    const [desk, device] = [await enter(), await enter()];
    const customer = `Offen ${project} GmbH`;
    const form = await leftAtTheBank(desk, server, customer);
    const { page } = device;
    await meetsTheOpenOrder(device, server, form);
    await look(device, 'order-open');
    await main(page).getByRole('link', { name: 'See that order', exact: true }).click();
    await heading(main(page), 'Order').waitFor();
    await main(page).getByText('The payment waits for you on the card page.').waitFor();
    await main(page).getByText(`For ${customer}`).waitFor();
    await look(device, 'order-needs-action');

    await main(page).getByRole('link', { name: 'Continue to the card page', exact: true }).click();
    await button(page, 'Approve').click();
    await receipt(device);
    assert.match(await main(page).innerText(), /has 2 licences more until/);
  });

  walk('an order left at the bank is given up, and the form is as it was', async ({ server, enter, project }) => {
    const [desk, device] = [await enter(), await enter()];
    const form = await leftAtTheBank(desk, server, `Aufgegeben ${project} GmbH`);
    const { page } = device;
    await meetsTheOpenOrder(device, server, form);
    await main(page).getByRole('link', { name: 'See that order', exact: true }).click();
    await button(main(page), 'Give up the order').click();
    await main(page).getByText('The order was given up').waitFor();
    await look(device, 'order-given-up');
    assert.equal(await field(main(page), 'More licences').inputValue(), '5', 'what was typed for another order stays');
    await button(main(page), 'Top Up').click();
    await payByCard(device, server);
    await receipt(device);
  });

  walk('another number after leaving the bank: only the second order is charged', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    const customer = `Doch sechs ${project} GmbH`;
    await page.goto(await leftAtTheBank(reseller, server, customer));
    await field(main(page), 'More licences').fill('6');
    await until('a quote', async () => /\b6 licences\b/.test(await quote(page).innerText()));
    await button(main(page), 'Top Up').click();
    await payByCard(reseller, server);
    await receipt(reseller);
    await go(reseller, 'Overview');
    // three from the start, and six
    await until('nine licences', async () => /\b0 of 9\b/.test(await rows(page, customer).innerText()));
  });

  walk('the bank takes its time: the page waits, and turns into the receipt', async ({ server, enter, project }) => {
    const reseller = await enter();
    await paysWith(reseller, server, { name: `Später ${project} GmbH` }, CHARGED_LATE);
    const { page } = reseller;
    await main(page).getByText('The payment is on its way. This page follows it by itself.').first().waitFor();
    await main(page).getByText(`For Später ${project} GmbH`).waitFor();
    await look(reseller, 'order-waiting');
    await page.reload();
    await receipt(reseller);
  });

  walk('the bank takes its time and declines: back at the form', async ({ server, enter, project }) => {
    const reseller = await enter();
    const typed = { name: `Doch nicht ${project} GmbH` };
    await paysWith(reseller, server, typed, DECLINED_LATE);
    const { page } = reseller;
    await main(page).getByText('The card was declined').waitFor({ timeout: 20_000 });
    assert.equal(await field(main(page), 'Business name').inputValue(), typed.name);
  });
});

async function paysWith(person, server, typed, card) {
  await signIn(person, server, 'reseller@example.com');
  await go(person, 'Create');
  await fillCreate(person, typed);
  await (await payButton(person.page)).pay.click();
  await payByCard(person, server, card);
}

/** Two more licences, whose card the bank asks about; answers where the form is. */
async function leftAtTheBank(person, server, customer) {
  const { page } = person;
  await signIn(person, server, 'reseller@example.com');
  await create(person, server, { name: customer });
  await go(person, 'Purchase Licence');
  await actOn(person, customer);
  const form = page.url();
  await field(main(page), 'More licences').fill('2');
  await button(main(page), 'Top Up').click();
  await payByCard(person, server, ASKS);
  await button(page, 'Approve').waitFor();
  return form;
}

/** Somebody who knows nothing of the order wants five for the same customer. */
async function meetsTheOpenOrder(person, server, form) {
  const { page } = person;
  await signIn(person, server, 'reseller@example.com');
  await page.goto(form);
  await field(main(page), 'More licences').fill('5');
  await button(main(page), 'Top Up').click();
  const said = main(page).getByText('There already is an open order for this customer. Finish it or give it up first.');
  await said.waitFor();
  await until('the focus where it is said', () => focusIsAround(said));
}
