// The portal without a mouse: Tab, typing, arrows, Enter and Escape. What is named here is reached as
// somebody at the keyboard reaches it, or not at all.

import assert from 'node:assert/strict';

import { dialog, FARTHEST, field, hasFocus, main, radio, tabTo } from './portal.mjs';
import { until } from './until.mjs';

/** Tab to it, and Enter. */
export async function enterOn(page, control) {
  await tabTo(page, control);
  // a busy one says so, and takes no press
  await until('something to press', async () => (await control.getAttribute('aria-disabled')) !== 'true');
  await page.keyboard.press('Enter');
}

/** Tab to a field, and other words in the place of those that stand in it. */
export async function typeOver(page, control, text) {
  await tabTo(page, control);
  await page.keyboard.press('Control+A');
  if (text === '') await page.keyboard.press('Delete');
  await page.keyboard.type(text);
}

/** Tab to a list, and the first letters of what is wanted of it. */
export async function chooseBy(page, control, letters) {
  await tabTo(page, control);
  await page.keyboard.type(letters);
}

/** Opens a page of the side menu. */
export async function follow(page, name) {
  const menu = page.getByRole('navigation', { name: 'Business Subscription', exact: true });
  const link = menu.getByRole('link', { name, exact: true });
  await enterOn(page, link);
  await until(`the page ${name}`, async () => (await link.getAttribute('aria-current')) === 'page');
}

/** Types into "Acting on", and takes the option that is left. */
export async function chooseCustomer(page, name) {
  const box = page.getByRole('combobox', { name: 'Acting on', exact: true });
  await typeOver(page, box, name.slice(0, 6));
  await page.getByRole('option', { name }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await until(`acting on ${name}`, async () => (await box.inputValue()) === name);
}

/** Tab to the group's radio that has the focus's turn, then arrows to the wanted one. */
export async function choose(page, group, name, scope = main(page)) {
  const wanted = radio(scope, group, name);
  const named = { name: group, exact: true };
  const radios = scope.getByRole('group', named).or(scope.getByRole('radiogroup', named)).getByRole('radio');
  for (let presses = 0; presses <= FARTHEST; presses += 1) {
    const focused = await radios.evaluateAll((all) => all.includes(document.activeElement));
    if (focused) break;
    await page.keyboard.press('Tab');
  }
  for (let presses = 0; presses < 4 && !(await wanted.isChecked()); presses += 1) {
    if ((await radios.count()) === 1) await page.keyboard.press('Space');
    else await page.keyboard.press('ArrowDown');
  }
  assert.ok(await wanted.isChecked(), `${group}: ${name}`);
}

/** A card's fields on the gateway's page, and the button that sends them. */
export async function typeCard(page, action = 'Pay') {
  await field(page, 'Card number').waitFor();
  for (const [name, text] of [['Card number', '4242424242424242'], ['Expiry', '1230'], ['Security code', '123']]) {
    await tabTo(page, field(page, name));
    await page.keyboard.type(text);
  }
  await enterOn(page, page.getByRole('button', { name: action, exact: true }));
}

/** Opens a dialog; the focus is in it. */
export async function opened(page, opener, title) {
  await enterOn(page, opener);
  const asked = dialog(page, title);
  await asked.waitFor();
  await until(`the focus in ${title}`, () => asked.evaluate((all) => all.contains(document.activeElement)));
  return asked;
}

/** Opens a dialog and leaves it by Escape: nothing is done, and the focus is where it was. */
export async function escapes(page, opener, title) {
  const asked = await opened(page, opener, title);
  await page.keyboard.press('Escape');
  await asked.waitFor({ state: 'hidden' });
  await until(`the focus back from ${title}`, () => hasFocus(opener));
  // no hand is faster than what follows from closing
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
