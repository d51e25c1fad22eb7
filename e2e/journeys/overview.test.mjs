// Overview: who needs somebody, the list filtered, sorted, searched and turned by its address, what
// renews in the months to come, and a customer's usage to be saved.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { button, field, heading, main, rows, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const customers = (page) => main(page).getByRole('table', { name: 'Customers', exact: true });
const names = (page) => customers(page).getByRole('rowheader').getByRole('link').allInnerTexts();
const query = (page) => new URL(page.url()).search;

/** Signs in, and closes the menu that a phone has opened. */
async function enterAs(person, server, email) {
  await signIn(person, server, email);
  if (person.phone) await person.page.keyboard.press('Escape');
}

/** Waits until exactly these customers are listed. */
const listed = (page, expected) => until(`${expected}`, async () =>
  JSON.stringify(await names(page)) === JSON.stringify(expected));

journeys('overview', (walk) => {
  walk('those that need somebody are one press away, and back is back', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await enterAs(reseller, server, 'reseller@example.com');
    await main(page).getByText('2 customers need you').waitFor();
    await main(page).getByRole('img', { name: /^Renewals by month/ }).waitFor();
    await look(reseller, 'overview-all');
    await main(page).getByRole('link', { name: 'Show them', exact: true }).click();
    await listed(page, ['Café Söder HB', 'Keel & Mast Ltd']);
    assert.equal(query(page), '?filter=attention');
    await rows(page, 'Café Söder HB').getByText('Only one administrator').waitFor();
    await look(reseller, 'overview-attention');
    await page.reload();
    await listed(page, ['Café Söder HB', 'Keel & Mast Ltd']);
    await field(main(page), 'Sort by').selectOption('Name, Z to A');
    await listed(page, ['Keel & Mast Ltd', 'Café Söder HB']);
    await page.goBack();
    await listed(page, ['Café Söder HB', 'Keel & Mast Ltd']);
    await page.goBack();
    await until('all of them', async () => (await names(page)).length === 7);
    await field(main(page), 'Show').selectOption('Unpaid');
    await main(page).getByText('No customer is like that.').waitFor();
    await look(reseller, 'overview-none');
    await main(page).getByRole('link', { name: 'Show all customers', exact: true }).click();
    await until('all of them', async () => (await names(page)).length === 7);
    assert.equal(query(page), '');
  });

  walk('a search stands in the address and is kept while one looks at a customer', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await enterAs(reseller, server, 'reseller@example.com');
    await field(main(page), 'Find a customer').fill('söder & 100%_');
    await main(page).getByText('No customer matches “söder & 100%_”.').waitFor();
    await page.reload();
    await main(page).getByText('No customer matches “söder & 100%_”.').waitFor();
    assert.equal(await field(main(page), 'Find a customer').inputValue(), 'söder & 100%_');
    await field(main(page), 'Find a customer').fill('söder');
    await listed(page, ['Café Söder HB']);
    await customers(page).getByRole('link', { name: 'Café Söder HB', exact: true }).click();
    await heading(main(page), 'Members').waitFor();
    await page.goBack();
    await listed(page, ['Café Söder HB']);
    assert.equal(await field(main(page), 'Find a customer').inputValue(), 'söder');
    await field(main(page), 'Find a customer').fill('');
    await field(main(page), 'Sort by').selectOption('Most licences');
    await until('the largest first', async () => (await names(page))[0] === '上海明德贸易有限公司');
    await field(main(page), 'Sort by').selectOption('Ends first');
    await until('the first to end first', async () => (await names(page))[0] === 'Keel & Mast Ltd');
    assert.equal(query(page), '?sort=ends');
  });

  walk('many customers are turned page by page', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await enterAs(reseller, server, 'reseller@example.com');
    // the demo has no sixty customers: the list says that it has, and which page was asked for
    await page.route('**/api/customers?*', async (route) => {
      const reply = await route.fetch();
      const asked = Number(new URL(route.request().url()).searchParams.get('page') ?? 1);
      await route.fulfill({ response: reply, json: { ...await reply.json(), total: 60, page: asked } });
    });
    await page.reload();
    await main(page).getByText('1–7 of 60').waitFor();
    await button(main(page), 'Next').click();
    await main(page).getByText('26–32 of 60').waitFor();
    assert.equal(query(page), '?page=2');
    await look(reseller, 'overview-page-2');
    await page.reload();
    await main(page).getByText('26–32 of 60').waitFor();
    await field(main(page), 'Show').selectOption('Expiring and expired');
    await main(page).getByText('1–1 of 60').waitFor();
    await page.goBack();
    await main(page).getByText('26–32 of 60').waitFor();
  });

  walk('the chart has a table behind it, reached by the keyboard', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await enterAs(reseller, server, 'reseller@example.com');
    const chart = main(page).getByRole('region', { name: 'Renewals in the next 12 months', exact: true });
    await chart.getByRole('img', { name: /^Renewals by month in EUR/ }).waitFor();
    const currency = field(chart, 'Currency');
    await currency.focus();
    await currency.selectOption('SEK');
    await chart.getByRole('img', { name: /^Renewals by month in SEK/ }).waitFor();
    await chart.getByText(/^SEK\s[\d,.]+ for 11 renewals/).waitFor();
    await currency.selectOption('EUR');
    await chart.getByText(/^€[\d,.]+ for 3 renewals/).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const table = chart.getByRole('table', { name: 'Renewals in the next 12 months', exact: true });
    await until('twelve months', async () => (await table.getByRole('rowheader').count()) === 12);
    const words = await table.innerText();
    for (const currency of ['€2,397.60', 'SEK 387.00', '–']) {
      assert.ok(words.replace(/\s/g, ' ').includes(currency), `${currency} in ${words}`);
    }
    await look(reseller, 'overview-chart');
  });

  walk('a customer\'s usage is saved as a table', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await enterAs(reseller, server, 'reseller@example.com');
    const saving = page.waitForEvent('download');
    await main(page).getByRole('link', { name: 'Usage (CSV) Nordwind Logistik GmbH', exact: true }).click();
    const saved = await saving;
    assert.match(saved.suggestedFilename(), /^usage-\d{4}-\d\d-\d\d\.csv$/);
    const text = readFileSync(await saved.path(), 'utf8');
    assert.ok(text.startsWith('\u{feff}Day,E-mail,Role,State,Licence,Added on,Joined on\r\n'), text);
    assert.match(text, /,anna\.lindqvist@nordwind\.example,Member,Active,yes,\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d\r\n/);
    assert.equal(text.trim().split('\r\n').length, 6);
  });

  walk('a technician sees neither amounts nor what is unpaid', async ({ server, enter }) => {
    const technician = await enter();
    const { page } = technician;
    await enterAs(technician, server, 'technician@example.com');
    await until('all of them', async () => (await names(page)).length === 7);
    await look(technician, 'overview-technician');
    assert.equal(await main(page).getByRole('img', { name: /^Renewals/ }).count(), 0);
    assert.ok(!(await field(main(page), 'Show').innerText()).includes('Unpaid'));
    assert.ok(!/[€$£]\s?\d|SEK/.test(await main(page).innerText()), 'no amount');
  });
});
