// Billing and Business Information without a mouse: an invoice opened, the list narrowed, a card kept,
// renewing switched, ended and taken back; a field corrected. The focus is never lost.

import assert from 'node:assert/strict';

import { PROJECTS } from '../lib/browser.mjs';
import { journeys } from '../lib/journey.mjs';
import { chooseBy, enterOn, escapes, follow, opened, typeCard, typeOver } from '../lib/keyboard.mjs';
import {
  button, create, field, focusIsKept, hasFocus, heading, main, rows, signIn, tabTo,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const documents = (page) => main(page).getByRole('table', { name: 'Invoices', exact: true });
const CANCEL = 'Cancel at the period’s end';

journeys('keyboard-billing', (walk) => {
  walk('an invoice is opened, its order too, and the list is narrowed', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await follow(page, 'Billing');
    const numbers = documents(page).getByRole('rowheader').getByRole('link');
    await numbers.first().waitFor();
    await tabTo(page, numbers.first());
    // shown or saved, as the browser likes
    const shown = Promise.race([page.context().waitForEvent('page'), page.waitForEvent('download')]);
    await page.keyboard.press('Enter');
    assert.match((await shown).url(), /\/api\/invoices\//);
    await page.bringToFront();
    assert.ok(await hasFocus(numbers.first()), 'the focus stays at the link');

    const order = rows(page, 'Nordwind Logistik GmbH').first().getByRole('link', { name: 'Nordwind Logistik GmbH', exact: true });
    await enterOn(page, order);
    await heading(main(page), 'Receipt').waitFor();
    await focusIsKept(page);
    await page.goBack();
    await numbers.first().waitFor();
    await focusIsKept(page);

    const all = await numbers.count();
    await chooseBy(page, field(main(page), 'Kind'), 'Credit');
    await main(page).getByText('No document is like that.').waitFor();
    await enterOn(page, main(page).getByRole('link', { name: 'Clear the filters', exact: true }));
    await until('all of them', async () => (await numbers.count()) === all);
    await until('the focus where the page begins', () => hasFocus(heading(main(page), 'Billing')));
    await typeOver(page, field(main(page), 'Last day'), 'tomorrow');
    await page.keyboard.press('Tab');
    await main(page).getByText('Write the day as 2026-11-26.').waitFor();
    await focusIsKept(page);
  });

  walk('a card is kept, renewing is switched, ended with a reason and taken back', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: 'Taste Ende GmbH' });
    await follow(page, 'Billing');
    await enterOn(page, button(main(page), 'Save a card'));
    await heading(page, 'Save a card').waitFor();
    await typeCard(page, 'Save the card');
    await main(page).getByText('paid by Visa ending in 4242').waitFor();
    const title = heading(main(page), 'Automatic renewal');
    await enterOn(page, button(main(page), 'Turn off automatic renewal'));
    await main(page).getByText('Switched off').waitFor();
    await until('the focus on the heading', () => hasFocus(title));
    await enterOn(page, button(main(page), 'Turn on automatic renewal'));
    await main(page).getByText('paid by Visa ending in 4242').waitFor();
    await until('the focus on the heading', () => hasFocus(title));

    await escapes(page, button(main(page), CANCEL), CANCEL);
    const form = await opened(page, button(main(page), CANCEL), CANCEL);
    await enterOn(page, button(form, CANCEL));
    await until('a focused summary', () => hasFocus(form.getByRole('alert')));
    await enterOn(page, form.getByRole('alert').getByRole('link').first());
    const why = field(form, 'Why?');
    await until('the focus in the list', () => hasFocus(why));
    await page.keyboard.type('Too');
    await typeOver(page, field(form, 'Anything to add?'), 'We need fewer seats');
    await enterOn(page, button(form, CANCEL));
    await main(page).getByText('Cancelled: it runs until 22 November 2027').waitFor();
    await until('the focus on the heading', () => hasFocus(title));
    await enterOn(page, button(main(page), 'Take the cancellation back'));
    await main(page).getByText('Renews by itself on 23 November 2027').waitFor();
    await until('the focus on the heading', () => hasFocus(title));
  });

  walk('Business Information: a field is emptied, told, corrected and saved', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: 'Taste Umzug GmbH' });
    await follow(page, 'Business Information');
    const city = field(main(page), 'City');
    await typeOver(page, city, '');
    await page.keyboard.press('Enter');
    const summary = main(page).getByRole('alert');
    await until('a focused summary', () => hasFocus(summary));
    await enterOn(page, summary.getByRole('link').first());
    await until('the focus in the field', () => hasFocus(city));
    await page.keyboard.type('Bremen');
    await enterOn(page, button(main(page), 'Save'));
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.ok(await hasFocus(button(main(page), 'Save')), 'the focus stays');
    await page.reload();
    await until('what was saved', async () => (await city.inputValue()) === 'Bremen');
  });
}, { apart: true, projects: PROJECTS.filter(({ name }) => name === 'desktop') });
