// The main job by keyboard alone, and what the form says when something is wrong.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { PROJECTS } from '../lib/browser.mjs';
import { journeys } from '../lib/journey.mjs';
import { choose, chooseCustomer, follow, typeCard } from '../lib/keyboard.mjs';
import {
  button, create, field, go, hasFocus, main, payButton, payByCard, quote, receipt, signIn, tabTo,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('keyboard', (walk) => {
  walk('a customer is created and paid without a mouse', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await page.goto(server.address);
    await tabTo(page, field(main(page), 'E-mail'));
    await page.keyboard.type('reseller@example.com');
    await tabTo(page, field(main(page), 'Password'));
    await page.keyboard.type('demo-seatkeeper');
    await page.keyboard.press('Enter');
    const link = page.getByRole('link', { name: 'Create', exact: true });
    await link.first().waitFor();
    await tabTo(page, link.first());
    await page.keyboard.press('Enter');

    await tabTo(page, field(main(page), 'Business name'));
    await page.keyboard.type('Keyboard Oy');
    for (const [name, text] of [['Address', 'Mannerheimintie 1'], ['Postcode', '00100'], ['City', 'Helsinki']]) {
      await tabTo(page, field(main(page), name));
      await page.keyboard.type(text);
    }
    await tabTo(page, field(main(page), 'Country'));
    await page.keyboard.type('Finland');
    await until('Finland', async () => (await field(main(page), 'Country').inputValue()) === 'FI');
    await tabTo(page, field(main(page), 'Licences'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2');
    await choose(page, 'Term', '1 month');
    await choose(page, 'Payment', 'Card');
    const { pay } = await payButton(page);
    await tabTo(page, pay);
    await page.keyboard.press('Enter');

    await typeCard(page);
    await receipt(reseller);
  });

  walk('a customer is chosen, a member added and licences topped up without a mouse', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: 'Tastatur GmbH', licences: 2 });

    await follow(page, 'Manage');
    await chooseCustomer(page, 'Tastatur GmbH');
    await tabTo(page, field(main(page), 'E-mail'));
    await page.keyboard.type('tom@example.org');
    await page.keyboard.press('Enter');
    await main(page).getByRole('row').filter({ hasText: 'tom@example.org' }).waitFor();
    await until('the focus back for the next address', () => hasFocus(field(main(page), 'E-mail')));

    await follow(page, 'Purchase Licence');
    await tabTo(page, field(main(page), 'More licences'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('4');
    await until('a quote', async () => /\b4 licences\b/.test(await quote(page).innerText()));
    await tabTo(page, button(main(page), 'Top Up'));
    await page.keyboard.press('Enter');
    await payByCard(reseller, server);
    await receipt(reseller);
  });

  walk('errors are summed up, the summary takes the focus and leads to the field', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    await field(main(page), 'Address').fill('Lindenweg 4');
    await main(page).getByRole('button', { name: /^Pay/ }).click();
    const summary = main(page).getByRole('alert').or(main(page).getByRole('group')).filter({ has: page.getByRole('link') });
    await until('a focused summary', () =>
      summary.first().evaluate((element) => element.contains(document.activeElement) || element === document.activeElement));
    await look(reseller, 'create-errors');
    await summary.first().getByRole('link').first().press('Enter');
    const name = field(main(page), 'Business name');
    await until('the focus in the field', () => hasFocus(name));
    assert.equal(await field(main(page), 'Address').inputValue(), 'Lindenweg 4', 'nothing typed is lost');
  });
}, { projects: PROJECTS.filter(({ name }) => name === 'desktop') });
