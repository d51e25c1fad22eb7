// The portal as people meet it: roles and accessible names within landmarks, compared whole.
// Nothing here knows a class, an id or a place in the tree.

import assert from 'node:assert/strict';

import { linkIn, mailTo } from './mail.mjs';
import { until } from './until.mjs';

/** Of every demo sign-in. */
export const PASSWORD = 'demo-seatkeeper';
const exact = (name) => ({ name, exact: true });

export const main = (page) => page.getByRole('main');
export const quote = (page) => main(page).getByRole('region', exact('Quote'));
export const button = (scope, name) => scope.getByRole('button', exact(name));
export const heading = (scope, name) => scope.getByRole('heading', exact(name));
export const radio = (scope, group, name) =>
  scope.getByRole('group', exact(group)).or(scope.getByRole('radiogroup', exact(group))).getByRole('radio', exact(name));

/** A field to type in or to choose from; passwords have no role, so fields go by their labels. */
export const field = (scope, name) => scope.getByLabel(name, { exact: true }).and(scope.locator('input, select, textarea'));

export const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

/** How often somebody would press Tab. */
export const FARTHEST = 80;

/** Tab, as often as a person would. */
export async function tabTo(page, locator) {
  await locator.waitFor();
  for (let presses = 0; presses <= FARTHEST; presses += 1) {
    if (await hasFocus(locator)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${locator} is not reached by Tab`);
}

/** The focus is on what holds this, so that reading goes on from there. */
export const focusIsAround = (locator) => locator.evaluate((element) =>
  document.activeElement !== document.body && document.activeElement.contains(element));

/** What had the focus is gone, and the keyboard is not sent back to the top of the page. */
export const focusIsKept = (page) => until('the focus somewhere in the page', () =>
  page.evaluate(() => document.activeElement !== document.body));

/** The rows of a table, which a phone shows as cards. */
export const rows = (page, text) => main(page).getByRole('row').filter({ hasText: text });

export async function signIn(person, server, email, password = PASSWORD) {
  await person.page.goto(server.address);
  await signInHere(person, email, password);
  await menu(person);
}

/** Signs in at whatever address one is. */
export async function signInHere({ page }, email, password = PASSWORD) {
  await field(main(page), 'E-mail').fill(email);
  await field(main(page), 'Password').fill(password);
  await button(main(page), 'Sign in').click();
}

/** The side menu, which a phone opens by a button. */
export async function menu(person) {
  const { page } = person;
  const menu = page.getByRole('navigation', exact('Business Subscription'));
  if (person.phone && !(await menu.isVisible())) {
    await button(page, 'Menu').click();
  }
  await menu.waitFor();
  return menu;
}

/** Goes to a page by the menu. */
export async function go(person, name) {
  await (await menu(person)).getByRole('link', exact(name)).click();
  await until(`the page ${name}`, async () => {
    const link = person.page.locator('[aria-current="page"]');
    return (await link.count()) > 0 && (await link.first().textContent())?.trim() === name;
  });
}

/** Chooses the customer that one acts on. */
export async function actOn(person, customer) {
  const box = person.page.getByRole('combobox', exact('Acting on'));
  await box.click();
  await box.fill(customer);
  await person.page.getByRole('option', { name: customer }).first().click();
  await until(`acting on ${customer}`, async () => (await box.inputValue()) === customer);
}

/** The form of Create, filled in but for what a journey wants otherwise. */
export async function fillCreate(person, typed) {
  const form = main(person.page);
  await field(form, 'Business name').fill(typed.name);
  await field(form, 'Address').fill(typed.address ?? 'Lindenweg 4');
  await field(form, 'Postcode').fill(typed.postcode ?? '10115');
  await field(form, 'City').fill(typed.city ?? 'Berlin');
  await field(form, 'Country').selectOption(typed.country ?? 'DE');
  await field(form, 'Currency').selectOption(typed.currency ?? 'EUR');
  await field(form, 'Licences').fill(String(typed.licences ?? 3));
  await pick(form, 'Term', typed.term ?? '12 months');
  if (typed.vat) {
    await field(form, 'VAT number').fill(typed.vat);
    await field(form, 'VAT number').blur();
  }
  await pick(form, 'Payment', 'Card');
}

/** Presses a choice where its dot is; the label lies above it and takes the press. */
const pick = (form, group, name) => radio(form, group, name).check({ force: true });

/** The form of Create still holds what was typed. */
export async function keptAsTyped(page, typed) {
  const form = main(page);
  assert.equal(await field(form, 'Business name').inputValue(), typed.name);
  const kept = {
    Licences: typed.licences, Address: typed.address, Postcode: typed.postcode, City: typed.city,
    Country: typed.country, 'VAT number': typed.vat,
  };
  for (const [name, text] of Object.entries(kept)) {
    if (text) assert.equal(await field(form, name).inputValue(), String(text), name);
  }
}

/** The button that pays, and the amount on it. */
export async function payButton(page) {
  const pay = main(page).getByRole('button', { name: /^Pay \S/ });
  await until('an amount to pay', async () => (await pay.count()) === 1 && (await pay.isEnabled()));
  return { pay, amount: (await pay.textContent()).trim().replace(/^Pay\s+/, '') };
}

/** The gateway's own page, on its own origin, at top level. */
export async function payByCard(person, server, card = undefined, looked = undefined) {
  const { page } = person;
  await field(page, 'Card number').waitFor();
  await looked?.();
  assert.notEqual(new URL(page.url()).origin, server.address, 'the card page has an origin of its own');
  await fillCard(page, card);
  await button(page, 'Pay').click();
}

/** A card's fields on the gateway's page. */
export async function fillCard(page, card = '4242424242424242') {
  await field(page, 'Card number').fill(card);
  await field(page, 'Expiry').fill('12/30');
  await field(page, 'Security code').fill('123');
}

/** Where one comes back to after paying. */
export async function receipt(person) {
  await heading(main(person.page), 'Receipt').waitFor({ timeout: 20_000 });
}

/** Creates a customer and pays for it; `looked` may do something on the gateway's page before. */
export async function create(person, server, typed, looked = undefined) {
  await go(person, 'Create');
  await fillCreate(person, typed);
  await (await payButton(person.page)).pay.click();
  await payByCard(person, server, undefined, looked);
  await receipt(person);
}

/** Adds a member to the customer that is acted on, on Manage. */
export async function addMember({ page }, email) {
  await field(main(page), 'E-mail').fill(email);
  await button(main(page), 'Add member').click();
  await rows(page, email).waitFor();
}

/** A question above the page. */
export const dialog = (page, title) => page.getByRole('dialog', exact(title));

/** Follows the mailed link, chooses a name and a password, and is in. */
export async function accept(person, server, email, name, looked = undefined) {
  const { page } = person;
  await page.goto(linkIn(await mailTo(server, email), server, 'activate'));
  await field(main(page), 'Name').fill(name);
  await looked?.();
  await field(main(page), 'Password').fill('a long enough passphrase');
  await button(main(page), 'Activate').click();
  await until('a page for a member', async () => !page.url().includes('activate'));
  await heading(main(page), /./).first().waitFor();
}

/** How many customers of just this name the overview knows. */
export async function customersNamed(person, name) {
  const { page } = person;
  await go(person, 'Overview');
  await page.getByRole('searchbox', exact('Find a customer')).fill(name);
  const found = main(page).getByRole('rowheader');
  await until(`nobody but ${name}`, async () => {
    const names = await found.allInnerTexts();
    return names.length > 0 && names.every((text) => text.includes(name));
  });
  return found.count();
}
