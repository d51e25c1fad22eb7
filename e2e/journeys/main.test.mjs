// The main journey: from sign-in to a member who has accepted, by card.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  accept, actOn, addMember, button, field, fillCreate, go, heading, main, menu, payButton, payByCard, quote, receipt, rows,
  signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('main', (walk) => {
  walk('a reseller creates a customer, pays what was quoted and adds a member', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await page.goto(server.address);
    await field(main(page), 'E-mail').waitFor();
    await look(reseller, 'sign-in');
    await signIn(reseller, server, 'reseller@example.com');
    await look(reseller, 'overview');

    const customer = `Nordwind ${project} GmbH`;
    await go(reseller, 'Create');
    await look(reseller, 'create-empty');
    await fillCreate(reseller, { name: customer, licences: 3 });
    await theQuoteFollowsEachKey(page);
    const { pay, amount } = await payButton(page);
    assert.ok((await quote(page).textContent()).includes(amount), 'the button shows the amount of the quote');
    await look(reseller, 'create');

    await pay.click();
    await payByCard(reseller, server, undefined, () => look(reseller, 'gateway-card'));
    await receipt(reseller);
    assert.ok((await main(page).textContent()).includes(amount), 'what was quoted is what was paid');
    await look(reseller, 'receipt');

    await go(reseller, 'Manage');
    await actOn(reseller, customer);
    const member = `anna.${project}@example.org`;
    await addMember(reseller, member);
    await look(reseller, 'manage');

    assert.ok(!(await rows(page, member).innerText()).includes('Active'), 'not before the invitation is answered');
    await accepts(await enter(), server, member);
    await page.reload();
    await until('the chosen name and the state', async () => {
      const row = await rows(page, member).innerText();
      return row.includes('Anna Andersson') && row.includes('Active');
    });

    await go(reseller, 'Overview');
    await main(page).getByText(customer).first().waitFor();
    await look(reseller, 'overview-with-customer');
  });

  walk('a reload keeps the customer that is acted on', async ({ server, enter, project }) => {
    const reseller = await enter();
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Manage');
    const customer = `Nordwind ${project} GmbH`;
    await actOn(reseller, customer);
    await reseller.page.reload();
    const box = reseller.page.getByRole('combobox', { name: 'Acting on', exact: true });
    await until('the same customer', async () => (await box.inputValue()) === customer);
  });

  walk('a page that wants a sign-in comes back after it', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await page.goto(`${server.address}/create`);
    await field(main(page), 'E-mail').fill('reseller@example.com');
    await field(main(page), 'Password').fill('demo-seatkeeper');
    await page.keyboard.press('Enter');
    await quote(page).waitFor();
    await menu(reseller);
  });
});

/** The total changes with each digit, and no request is made for it. */
async function theQuoteFollowsEachKey(page) {
  const requests = [];
  const note = (request) => requests.push(`${request.method()} ${request.url()}`);
  await payButton(page);
  // let what filling the form has asked for be answered first
  await page.waitForLoadState('networkidle');
  page.on('request', note);
  const licences = field(main(page), 'Licences');
  await licences.fill('');
  const seen = new Set();
  for (const key of '1234') {
    await licences.press(key);
    const { amount } = await payButton(page);
    seen.add(amount);
  }
  assert.equal(seen.size, 4, `four numbers of licences, four totals: ${[...seen]}`);
  await licences.fill('3');
  page.off('request', note);
  assert.deepEqual(requests, [], 'the quote needs no request');
}

/** … and looks at both pages. */
async function accepts(person, server, email) {
  await accept(person, server, email, 'Anna Andersson', () => look(person, 'activate'));
  await look(person, 'member');
}
