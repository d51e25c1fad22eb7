// Colleagues of a reseller, from the invitation to the farewell, and the change of one's own address.
// Each walk has a server of its own: roles and addresses change under everybody.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { linkIn, mailTo } from '../lib/mail.mjs';
import {
  button, dialog, field, focusIsAround, go, hasFocus, heading, main, menu, radio, rows, signIn, signInHere, PASSWORD,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const KARIN = 'reseller@example.com';
const MEI = 'mei.tanaka@example.org';
const ELIN = 'customer@example.com';
const NEW = 'elin.strand@example.org';
const ALONE = 'There is only one administrator';

journeys('colleagues', (walk) => {
  walk('a colleague is invited, accepts, changes role and is removed', async ({ server, enter }) => {
    const karin = await enter();
    const { page } = karin;
    await signIn(karin, server, KARIN);
    await go(karin, 'Colleagues');
    await main(page).getByText(ALONE).waitFor();
    await rows(page, 'technician@example.com').waitFor();
    await look(karin, 'colleagues');

    // by the keyboard alone, from the field to the invitation
    await field(main(page), 'E-mail').focus();
    await page.keyboard.type(MEI);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    assert.ok(await radio(main(page), 'Role', 'Administrator').isChecked());
    await page.keyboard.press('Enter');
    const row = rows(page, MEI);
    await row.getByText('Invited today').waitFor();
    await until('the focus back in the field', () => hasFocus(field(main(page), 'E-mail')));
    assert.equal(await field(main(page), 'E-mail').inputValue(), '');
    await main(page).getByText(ALONE).waitFor();
    await look(karin, 'colleagues-invited');

    const mei = await enter();
    await mei.page.goto(linkIn(await mailTo(server, MEI), server, 'activate'));
    await main(mei.page).getByText('Karin Ek invites you to work for Kontor & Co AB as an administrator.').waitFor();
    await look(mei, 'colleague-activates');
    await field(main(mei.page), 'Name').fill('Mei Tanaka');
    await field(main(mei.page), 'Password').fill('a long enough passphrase');
    await button(main(mei.page), 'Activate').click();
    await heading(main(mei.page), 'Overview').waitFor();
    await go(mei, 'Colleagues');
    await rows(mei.page, KARIN).waitFor();

    await page.reload();
    await row.getByText('Mei Tanaka').waitFor();
    assert.equal(await main(page).getByText(ALONE).count(), 0, 'two administrators');
    await decide(karin, `Make technician ${MEI}`, `Make ${MEI} a technician?`, 'colleague-technician');
    await row.getByText('Technician', { exact: true }).waitFor();
    await main(page).getByText(ALONE).waitFor();
    await mei.page.reload();
    await main(mei.page).getByText('Only administrators of a reseller can do this.').waitFor();
    await look(mei, 'colleagues-refused');

    // nobody takes away the own role, the only administrator least of all
    const own = rows(page, KARIN);
    await own.getByRole('link', { name: 'This is you' }).waitFor();
    assert.equal(await own.getByRole('button').count(), 0);
    await decide(karin, `Remove ${MEI}`, `Remove ${MEI}?`, 'colleague-removed');
    await row.waitFor({ state: 'detached' });
    await focusIsAroundHeading(page);
    await mailTo(server, MEI, (text) => text.includes(`has removed ${MEI}`));
    await mei.page.goto(server.address);
    await menu(mei);
    const links = await (await menu(mei)).getByRole('link').allInnerTexts();
    assert.ok(!links.some((name) => name.trim() === 'Colleagues'), `${links}`);
  });

  walk('an account accepts with its password; an invitation is sent again and withdrawn', async ({ server, enter }) => {
    const karin = await enter();
    const { page } = karin;
    await signIn(karin, server, KARIN);
    await go(karin, 'Colleagues');
    await field(main(page), 'E-mail').fill('no address');
    await radio(main(page), 'Role', 'Administrator').check({ force: true });
    await button(main(page), 'Invite').click();
    await focusedSummary(page, 'Enter an e-mail address like');
    await look(karin, 'colleagues-wrong');
    await page.reload();
    await until('what was typed', async () => (await field(main(page), 'E-mail').inputValue()) === 'no address');
    await invite(karin, ELIN);
    await invite(karin, MEI);
    const first = linkIn(await mailTo(server, MEI), server, 'activate');
    await button(main(page), `Send again ${MEI}`).click();
    await page.getByText(`${MEI} was mailed again.`).waitFor();
    const second = await until('another link', async () => {
      const link = linkIn(await mailTo(server, MEI), server, 'activate');
      return link !== first && link;
    });
    await decide(karin, `Withdraw ${MEI}`, `Withdraw the invitation of ${MEI}?`, 'colleague-withdrawn');
    await rows(page, MEI).waitFor({ state: 'detached' });

    const mei = await enter();
    await mei.page.goto(second);
    await heading(main(mei.page), 'This link no longer works').waitFor();
    const elin = await enter();
    await elin.page.goto(linkIn(await mailTo(server, ELIN), server, 'activate'));
    await main(elin.page).getByText('Karin Ek invites you to work for Kontor & Co AB as a technician.').waitFor();
    await field(main(elin.page), 'Password').fill('not the password');
    await button(main(elin.page), 'Accept').click();
    await focusedSummary(elin.page, 'This e-mail address and password do not belong together.');
    await look(elin, 'colleague-accepts');
    await field(main(elin.page), 'Password').fill(PASSWORD);
    await button(main(elin.page), 'Accept').click();
    await heading(main(elin.page), 'Overview').waitFor();
    await rows(elin.page, 'Nordwind Logistik GmbH').waitFor();
    await elin.page.goto(`${server.address}/account`);
    await main(elin.page).getByText('Technician, Kontor & Co AB').waitFor();
  });

  walk('who works for another reseller is told what stands against it', async ({ server, enter }) => {
    const karin = await enter();
    await signIn(karin, server, KARIN);
    await go(karin, 'Colleagues');
    await invite(karin, 'other@example.com');
    const other = await enter();
    await other.page.goto(linkIn(await mailTo(server, 'other@example.com'), server, 'activate'));
    await main(other.page).getByText('Your account works for UAB Baltic Freight').waitFor();
    assert.equal(await button(main(other.page), 'Accept').count(), 0);
    await look(other, 'colleague-elsewhere');
  });

  walk('an address is changed, confirmed at the new one, and every session ends', async ({ server, enter }) => {
    const [elin, elsewhere] = [await enter(), await enter()];
    for (const one of [elin, elsewhere]) await signIn(one, server, ELIN);
    const { page } = elin;
    await page.goto(`${server.address}/account`);
    await field(main(page), 'New e-mail').fill(NEW);
    await button(main(page), 'Change address').click();
    await focusedSummary(page, 'Enter a password');
    await field(main(page), 'Your password').fill('not the password');
    await button(main(page), 'Change address').click();
    await focusedSummary(page, 'This e-mail address and password do not belong together.');
    assert.equal(await field(main(page), 'New e-mail').inputValue(), NEW);
    await look(elin, 'account-email-wrong');
    await field(main(page), 'Your password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    const sent = main(page).getByText(`A link is on its way to ${NEW}.`);
    await sent.waitFor();
    await until('the focus on what was said', () => focusIsAround(sent));
    await look(elin, 'account-email-sent');
    await mailTo(server, ELIN, (text) => text.includes('keep-email') && text.includes(NEW));

    await page.goto(linkIn(await mailTo(server, NEW), server, 'confirm-email'));
    await main(page).getByText(`From then on you sign in as ${NEW}`).waitFor();
    await look(elin, 'confirm-email');
    await button(main(page), 'Confirm').click();
    await main(page).getByText('Your address has changed').waitFor();
    await look(elin, 'confirm-email-done');
    await elsewhere.page.reload();
    await field(main(elsewhere.page), 'Password').waitFor();
    await signInHere(elsewhere, ELIN);
    await main(elsewhere.page).getByText('do not belong together').first().waitFor();
    await main(page).getByRole('link', { name: 'Sign in', exact: true }).click();
    await signInHere(elin, NEW);
    await menu(elin);
    for (const address of [ELIN, NEW]) await mailTo(server, address, (text) => text.includes('Every session was ended'));
  });

  walk('the old address stops a change, and the password is chosen anew', async ({ server, enter }) => {
    const attacker = await enter();
    await signIn(attacker, server, ELIN);
    await attacker.page.goto(`${server.address}/account`);
    await field(main(attacker.page), 'New e-mail').fill('eve@example.org');
    await field(main(attacker.page), 'Your password').fill(PASSWORD);
    await button(main(attacker.page), 'Change address').click();
    const confirm = linkIn(await mailTo(server, 'eve@example.org'), server, 'confirm-email');

    const elin = await enter();
    const { page } = elin;
    await page.goto(linkIn(await mailTo(server, ELIN), server, 'keep-email'));
    await main(page).getByText('Was it not you who wanted eve@example.org?').waitFor();
    await look(elin, 'keep-email');
    await button(main(page), 'It was not me: stop it').click();
    await main(page).getByText('Your address stays').waitFor();
    await look(elin, 'keep-email-done');
    await main(page).getByRole('link', { name: 'Choose a new password', exact: true }).click();
    await heading(main(page), 'Forgotten password').waitFor();
    await attacker.page.goto(confirm);
    await heading(main(attacker.page), 'This link no longer works').waitFor();
    await attacker.page.goto(`${server.address}/account`);
    await field(main(attacker.page), 'Password').waitFor();
  });
}, { apart: true });

/** Invites an address in the role that is chosen. */
async function invite({ page }, email) {
  await field(main(page), 'E-mail').fill(email);
  await button(main(page), 'Invite').click();
  await rows(page, email).waitFor();
}

/** Presses a row's button, and the same words in the question that it asks. */
async function decide(person, words, question, photograph) {
  const { page } = person;
  await button(main(page), words).click();
  const asked = dialog(page, question);
  await asked.waitFor();
  await look(person, photograph);
  await button(asked, words).click();
  await asked.waitFor({ state: 'hidden' });
}

async function focusedSummary(page, text) {
  const summary = main(page).getByRole('alert').filter({ hasText: text });
  await until(`a focused summary: ${text}`, () => hasFocus(summary));
}

const focusIsAroundHeading = (page) => until('the focus on the heading', () => hasFocus(heading(main(page), 'Everybody')));
