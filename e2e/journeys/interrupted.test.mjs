// What comes between typing and paying: another day and another price, a session that ended, a
// server that is away, an answer that nobody can read. Nothing typed is lost, and nothing is charged that was not watched.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  button, customersNamed, field, fillCreate, focusIsAround, go, heading, keptAsTyped, main, menu, payButton, payByCard,
  quote, receipt, rows, signIn, signInHere,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

// Between these two zones lie 25 hours: the business date moves by a day, the instant stays, and so
// does the session. From the second day on, buyers in Germany pay Germany's rate.
const OSS = ['--oss-from', '2026-11-24'];
const TODAY = { today: '2026-11-23', options: ['--zone', 'Pacific/Pago_Pago', ...OSS] };
const TOMORROW = { today: '2026-11-24', options: ['--zone', 'Pacific/Kiritimati', ...OSS] };
// three licences of a year at 9.99 with 20 % discount and Sweden's 25 %, then Germany's 19 %
const [BEFORE, AFTER] = ['€359.64', '€342.37'];

// a page asks again after at most half a minute
const BACK_LIMIT_MS = 45_000;

journeys('interrupted', (walk) => {
  walk('the price has changed: the new one is said, nothing is charged, all that was typed stays', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Morgen ${project} GmbH`, address: 'Lindenweg 4', postcode: '10115', city: 'Berlin', country: 'DE', licences: 3 };
    await fillCreate(reseller, typed);
    const { pay, amount } = await payButton(page);
    assert.equal(amount, BEFORE);
    await another(server, reseller, TOMORROW);

    await pay.click();
    const said = main(page).getByText(`It is now ${AFTER}. Look at the quote, then press the button again.`);
    await said.waitFor();
    await main(page).getByText('The price has changed. Nothing was charged.').waitFor();
    await until('the focus where it is said', () => focusIsAround(said));
    await keptAsTyped(page, typed);
    await until('the new amount on the button', async () => (await payButton(page)).amount === AFTER);
    assert.ok((await quote(page).innerText()).includes(AFTER), 'the quote says the same');
    await look(reseller, 'quote-changed');

    await (await payButton(page)).pay.click();
    await payByCard(reseller, server);
    await receipt(reseller);
    assert.ok((await main(page).innerText()).includes(AFTER), 'what was said is what was paid');
    assert.equal(await customersNamed(reseller, typed.name), 1);
  });

  walk('another business date under an open page is said, and the quote is redrawn', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Übernacht ${project} GmbH`, country: 'DE', licences: 3 };
    await fillCreate(reseller, typed);
    assert.equal((await payButton(page)).amount, BEFORE);
    await another(server, reseller, TOMORROW);

    // any reply tells the date: here, what the register says of a number
    await field(main(page), 'VAT number').fill('DE100000008');
    await field(main(page), 'VAT number').blur();
    const banner = page.getByRole('status').filter({ hasText: 'It is now 24 November 2026.' });
    await banner.waitFor();
    await until('the new amount', async () => (await payButton(page)).amount === AFTER);
    assert.ok(/VAT 19\s?%/.test(await quote(page).innerText()));
    await keptAsTyped(page, { ...typed, vat: 'DE100000008' });
    await look(reseller, 'another-day');
    await button(banner, 'Close').click();
    await banner.waitFor({ state: 'hidden' });
  });

  walk('a tab that slept over midnight says so as soon as it is seen again', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    await another(server, reseller, TOMORROW);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByRole('status').filter({ hasText: 'It is now 24 November 2026.' }).waitFor();
  });

  walk('the session ends while one types: signed in again, all of it is still there', async ({ server, enter, project }) => {
    const [reseller, elsewhere] = [await enter(), await enter()];
    const { page } = reseller;
    for (const one of [reseller, elsewhere]) await signIn(one, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Geduld ${project} GmbH`, address: 'Am Ufer 9', postcode: '20095', city: 'Hamburg', country: 'DE', licences: 8 };
    await fillCreate(reseller, { ...typed, term: '1 month' });
    const { pay, amount } = await payButton(page);
    await signOutEverywhere(elsewhere, server);

    await pay.click();
    await field(main(page), 'Password').waitFor();
    await main(page).getByText('Your session has ended. Sign in and go on where you were; what you typed is kept.').waitFor();
    assert.equal(new URL(page.url()).pathname, '/create');
    await look(reseller, 'session-ended');
    await signInHere(reseller, 'reseller@example.com');
    await field(main(page), 'Business name').waitFor();
    await keptAsTyped(page, typed);
    const again = await payButton(page);
    assert.equal(again.amount, amount, 'the term is kept too');
    await again.pay.click();
    await payByCard(reseller, server);
    await receipt(reseller);
    assert.equal(await customersNamed(reseller, typed.name), 1);
  });

  walk('the server is away for a while: it is said, and goes away by itself', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Funkloch ${project} GmbH`, address: 'Lindenweg 4', country: 'DE', licences: 12 };
    await fillCreate(reseller, { ...typed, licences: 1 });
    const before = await payButton(page);
    await server.goAway();
    reseller.misses = true;

    await field(main(page), 'VAT number').fill('DE100000008');
    await field(main(page), 'VAT number').blur();
    await awayBanner(page).waitFor();
    await field(main(page), 'Licences').fill('12');
    const meanwhile = await payButton(page);
    assert.notEqual(meanwhile.amount, before.amount, 'the quote needs no server');
    await look(reseller, 'server-away');
    await server.comeBack(TODAY);

    await awayBanner(page).waitFor({ state: 'hidden', timeout: BACK_LIMIT_MS });
    reseller.misses = false;
    await keptAsTyped(page, { ...typed, vat: 'DE100000008' });
    assert.equal((await payButton(page)).amount, meanwhile.amount);
    await menu(reseller);
  });

  walk('Pay is pressed while the server is away: it is placed once, as soon as it is back', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Warteschleife ${project} GmbH` };
    await fillCreate(reseller, typed);
    const { pay, amount } = await payButton(page);
    await server.goAway();
    reseller.misses = true;
    await pay.click();
    await awayBanner(page).waitFor();
    await look(reseller, 'paying-while-away');
    await server.comeBack(TODAY);

    await field(page, 'Card number').waitFor({ timeout: BACK_LIMIT_MS });
    reseller.misses = false;
    await payByCard(reseller, server);
    await receipt(reseller);
    assert.ok((await main(page).innerText()).includes(amount));
    assert.equal(await customersNamed(reseller, typed.name), 1);
  });

  walk('an answer that cannot be read is said in a sentence, and the next one is read', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    for (const [name, spoil] of Object.entries(SPOILT)) {
      await page.route(CUSTOMERS, spoilt(spoil));
      await page.reload();
      await main(page).getByText(UNREADABLE).waitFor();
      await heading(main(page), 'Overview').waitFor();
      await look(reseller, `unreadable-${name}`);
      await page.unroute(CUSTOMERS);
      await page.reload();
      await rows(page, 'Nordwind Logistik GmbH').first().waitFor();
    }
  });

  walk('the answer to Pay cannot be read: pressed again, the same order is paid once', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Rauschen ${project} GmbH` };
    await fillCreate(reseller, typed);
    await page.route(ORDERS, spoilt(SPOILT.torn));
    await (await payButton(page)).pay.click();
    const said = main(page).getByText(UNREADABLE).first();
    await said.waitFor();
    await until('the focus where it is said', () => focusIsAround(said));
    await keptAsTyped(page, typed);
    await look(reseller, 'unreadable-order');
    await page.unroute(ORDERS);
    await (await payButton(page)).pay.click();
    await payByCard(reseller, server);
    await receipt(reseller);
    assert.equal(await customersNamed(reseller, typed.name), 1);
  });
}, { apart: true, ...TODAY });

const [CUSTOMERS, ORDERS] = ['**/api/customers?*', '**/api/orders'];
const UNREADABLE = 'The server\'s answer could not be read.';

/** What becomes of an answer on its way: the end is missing, or one of its fields. */
const SPOILT = {
  torn: (text) => text.slice(0, -1),
  'without-a-field': (text) => JSON.stringify({ ...JSON.parse(text), total: undefined }),
};

/** Asks the server, and hands on what is made of its answer. */
const spoilt = (spoil) => async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: spoil(await response.text()) });
};

const awayBanner = (page) => page.getByRole('status').filter({ hasText: 'The server does not answer.' });

/** The server is another day's, or another price's; nobody asks it anything meanwhile. */
async function another(server, person, settings) {
  person.misses = true;
  await server.goAway();
  await server.comeBack(settings);
  person.misses = false;
}

async function signOutEverywhere({ page }, server) {
  await page.goto(`${server.address}/account`);
  await button(main(page), 'Sign out everywhere').click();
  await button(page.getByRole('dialog'), 'Sign out everywhere').click();
  await field(main(page), 'Password').waitFor();
}
