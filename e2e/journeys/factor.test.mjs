// The second factor: set up by keyboard alone, asked for at signing in, replaced by a backup code,
// turned off; and that whoever needs one is led to it.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { mailTo } from '../lib/mail.mjs';
import { app, keyOn } from '../lib/phone.mjs';
import {
  button, dialog, field, focusIsKept, hasFocus, heading, main, menu, PASSWORD, signIn, signInHere,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const TEKLA = 'technician@example.com';

journeys('factor', (walk) => {
  walk('it is set up by keyboard alone, asked for, and turned off', async ({ server, enter }) => {
    const person = await enter();
    const { page } = person;
    await signIn(person, server, TEKLA);
    await page.goto(`${server.address}/account`);
    await button(card(page), 'Set up').waitFor();
    await look(person, 'factor-off');
    const { phone, codes } = await setUp(person);
    assert.equal(codes.length, 10);
    await mailTo(server, TEKLA, (text) => text.includes('second factor'));
    await card(page).getByText('10 backup codes are left.').waitFor();
    await look(person, 'factor-on');

    // with the app
    const laptop = await enter();
    await laptop.page.goto(server.address);
    await signInHere(laptop, TEKLA);
    const code = field(main(laptop.page), 'Code');
    await until('the focus in the field of the code', () => hasFocus(code));
    await look(laptop, 'sign-in-code');
    await laptop.page.keyboard.type('000000');
    await laptop.page.keyboard.press('Enter');
    await main(laptop.page).getByText(/^This code does not work/).first().waitFor();
    await look(laptop, 'sign-in-code-wrong');
    await code.fill(await phone.code());
    await button(main(laptop.page), 'Sign in').click();
    await menu(laptop);
    await heading(main(laptop.page), 'Overview').waitFor();

    // with a backup code
    const other = await enter();
    await other.page.goto(server.address);
    await signInHere(other, TEKLA);
    await field(main(other.page), 'Code').fill(codes[0].toUpperCase());
    await button(main(other.page), 'Sign in').click();
    await menu(other);
    await other.page.goto(`${server.address}/account`);
    await card(other.page).getByText('9 backup codes are left.').waitFor();

    // new codes, then none
    await button(card(other.page), 'New backup codes').click();
    await prove(other, 'New backup codes', codes[1]);
    const renewed = await backupCodes(other.page);
    assert.ok(!renewed.includes(codes[2]), 'they are others');
    await button(card(other.page), 'I have kept them').click();
    await button(card(other.page), 'Turn off').click();
    await dialog(other.page, 'Turn off').waitFor();
    await look(other, 'factor-turn-off');
    await prove(other, 'Turn off', renewed[0]);
    await button(card(other.page), 'Set up').waitFor();
    await focusIsKept(other.page);
    const last = await enter();
    await signIn(last, server, TEKLA);
  });

  walk('whoever needs one is led to it, and then goes on', async ({ server, enter }) => {
    const person = await enter();
    const { page } = person;
    await page.goto(server.address);
    await signInHere(person, 'staff@example.com');
    await heading(main(page), 'Your account').waitFor();
    await main(page).getByText(/asks for a second factor/).first().waitFor();
    await look(person, 'factor-needed');
    await page.goto(`${server.address}/transfers`);
    await heading(main(page), 'Your account').waitFor();
    await setUp(person);
    assert.equal(await button(card(page), 'Turn off').count(), 0, 'staff keep theirs');
    await page.goto(`${server.address}/transfers`);
    await heading(main(page), 'Bank transfers').waitFor();
  });
}, { apart: true, options: ['--insist-on-second-factor'] });

const card = (page) => main(page).getByRole('region', { name: 'Second factor', exact: true });

/** Sets one up without a mouse; what the phone knows from then on, and the backup codes. */
async function setUp(person) {
  const { page } = person;
  await button(card(page), 'Set up').focus();
  await page.keyboard.press('Enter');
  await until('the focus in the field of the password', () => hasFocus(field(dialog(page, 'Set up'), 'Your password')));
  await look(person, 'factor-password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await card(page).getByRole('img', { name: 'QR code with the key' }).waitFor();
  await focusIsKept(page);
  await look(person, 'factor-key');
  const phone = app(await keyOn(card(page)));
  await page.keyboard.press('Tab');
  assert.ok(await hasFocus(field(card(page), 'Code')), 'the heading leads to the field');
  await page.keyboard.type(await phone.code());
  await page.keyboard.press('Enter');
  const codes = await backupCodes(page);
  await look(person, 'factor-codes');
  await button(card(page), 'I have kept them').focus();
  await page.keyboard.press('Enter');
  await until('the codes gone', async () => (await card(page).getByRole('listitem').count()) === 0);
  return { phone, codes };
}

async function backupCodes(page) {
  const items = card(page).getByRole('listitem');
  await items.first().waitFor();
  return items.allInnerTexts();
}

/** Password and code in the dialog of this name. */
async function prove({ page }, name, code) {
  const asked = dialog(page, name);
  await field(asked, 'Your password').fill(PASSWORD);
  await field(asked, 'Code').fill(code);
  await page.keyboard.press('Enter');
  await asked.waitFor({ state: 'hidden' });
}
