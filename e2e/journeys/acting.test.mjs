// Staff act as a reseller, and customers change hands. Each walk has a server of its own: who manages
// whom changes under everybody.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { linkIn, mailTo } from '../lib/mail.mjs';
import {
  actOn, button, create, dialog, field, go, hasFocus, heading, main, menu, rows, signIn, PASSWORD,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const KARIN = 'reseller@example.com';
const RUTA = 'other@example.com';
const ELIN = 'customer@example.com';
const CAFE = 'Café Söder HB';
const ACTING = 'Acting as Kontor & Co AB.';

journeys('acting', (walk) => {
  walk('staff act as a reseller, buy for it, and stop', async ({ server, enter }) => {
    const staff = await enter();
    const { page } = staff;
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Resellers');
    await rows(page, 'Kontor & Co AB').waitFor();
    await look(staff, 'act-as');
    // by the keyboard alone
    await button(rows(page, 'Kontor & Co AB'), 'Act as Kontor & Co AB').focus();
    await page.keyboard.press('Enter');
    const strip = page.getByText(ACTING);
    await strip.waitFor();
    await heading(main(page), 'Overview').waitFor();
    await rows(page, CAFE).waitFor();
    assert.equal(await rows(page, 'SIA Daugava Print').count(), 0, 'nothing of another reseller');
    await look(staff, 'acting');
    const links = await linksOf(staff);
    assert.ok(links.includes('Create') && !links.includes('Bank transfers'), `${links}`);

    await create(staff, server, { name: 'Lindqvist Möbler AB' });
    await main(page).getByText('Placed for you by').waitFor();
    await strip.waitFor();
    await look(staff, 'acting-receipt');
    await page.goto(`${server.address}/account`);
    await strip.waitFor();
    assert.equal(await field(main(page), 'New e-mail').count(), 0, 'nothing about the own account');

    await button(page, 'Stop').focus();
    await page.keyboard.press('Enter');
    await strip.waitFor({ state: 'detached' });
    await rows(page, 'SIA Daugava Print').waitFor();
    assert.ok((await linksOf(staff)).includes('Bank transfers'));
  });

  walk('a customer is handed over to another reseller', async ({ server, enter }) => {
    const karin = await enter();
    const { page } = karin;
    await signIn(karin, server, KARIN);
    await go(karin, 'Manage');
    await actOn(karin, CAFE);
    await button(rows(page, 'Kontor & Co AB'), 'Hand over').click();
    const asked = dialog(page, `Hand ${CAFE} over to another reseller?`);
    await asked.waitFor();
    await look(karin, 'hand-over');
    await button(asked, 'Hand over').click();
    const summary = asked.getByRole('alert');
    await until('a focused summary', () => hasFocus(summary));
    await field(asked, 'An administrator\'s e-mail address').fill(RUTA);
    await page.keyboard.press('Enter');
    await asked.waitFor({ state: 'hidden' });
    await page.getByText(`If ${RUTA} can answer, a mail is on its way.`).waitFor();

    const ruta = await enter();
    await ruta.page.goto(linkIn(await mailTo(server, RUTA), server, 'activate'));
    await main(ruta.page).getByText(`Kontor & Co AB offers to hand its customer ${CAFE} over to your company.`).waitFor();
    await look(ruta, 'hand-over-answer');
    await field(main(ruta.page), 'Password').fill(PASSWORD);
    await button(main(ruta.page), 'Agree').click();
    await heading(main(ruta.page), 'Overview').waitFor();
    await rows(ruta.page, CAFE).waitFor();
    for (const one of [KARIN, RUTA, ELIN]) await mailTo(server, one, (text) => text.includes(`has handed ${CAFE} over to UAB Baltic Freight`));
    await go(karin, 'Overview');
    await rows(page, 'Nordwind Logistik GmbH').waitFor();
    assert.equal(await rows(page, CAFE).count(), 0);
  });

  walk('a customer is detached, asked for, says no, and agrees', async ({ server, enter }) => {
    const karin = await enter();
    const { page } = karin;
    await signIn(karin, server, KARIN);
    await go(karin, 'Manage');
    await actOn(karin, CAFE);
    await button(rows(page, 'Kontor & Co AB'), 'Detach').click();
    const asked = dialog(page, `Detach ${CAFE}?`);
    await asked.waitFor();
    await look(karin, 'detach');
    await button(asked, 'Detach').click();
    await heading(main(page), 'Overview').waitFor();
    await rows(page, 'Nordwind Logistik GmbH').waitFor();
    await until('a list without it', async () => (await rows(page, CAFE).count()) === 0);

    const elin = await enter();
    await signIn(elin, server, ELIN);
    await go(elin, 'Manage');
    await rows(elin.page, ELIN).waitFor();
    assert.equal(await rows(elin.page, 'Kontor & Co AB').count(), 0);
    await look(elin, 'detached-manage');

    await ask(karin, ELIN, 'attach');
    await elin.page.goto(await linkTo(server, ELIN));
    await main(elin.page).getByText(`Kontor & Co AB asks to be the reseller of ${CAFE}.`).waitFor();
    await look(elin, 'attach-answer');
    await button(main(elin.page), 'Say no').click();
    await main(elin.page).getByText('You have said no').waitFor();
    await look(elin, 'attach-declined');
    await mailTo(server, KARIN, (text) => text.includes(`Your offer to ${ELIN} was declined.`));

    const first = await linkTo(server, ELIN);
    await ask(karin, ELIN);
    const second = await until('another link', async () => {
      const link = await linkTo(server, ELIN);
      return link !== first && link;
    });
    await elin.page.goto(second);
    await field(main(elin.page), 'Password').fill('not the password');
    await button(main(elin.page), 'Agree').click();
    await main(elin.page).getByRole('alert').filter({ hasText: 'do not belong together' }).waitFor();
    await field(main(elin.page), 'Password').fill(PASSWORD);
    await button(main(elin.page), 'Agree').click();
    await heading(main(elin.page), 'Overview').waitFor();
    await page.reload();
    await rows(page, CAFE).waitFor();
  });
}, { apart: true });

/** The link of the newest question to an address. */
async function linkTo(server, email) {
  return linkIn(await mailTo(server, email, (text) => text.includes('asks to be the reseller')), server, 'activate');
}

/** Asks a business to be its reseller. */
async function ask(person, email, photograph = undefined) {
  const { page } = person;
  await button(main(page), 'Attach a customer').click();
  const asked = dialog(page, 'Attach an existing customer');
  await field(asked, 'An administrator\'s e-mail address').fill(email);
  if (photograph) await look(person, photograph);
  await button(asked, 'Attach a customer').click();
  await asked.waitFor({ state: 'hidden' });
}

async function linksOf(person) {
  const links = (await menu(person)).getByRole('link');
  await links.first().waitFor();
  const names = await links.allInnerTexts();
  if (person.phone) await person.page.keyboard.press('Escape');
  return names.map((name) => name.trim());
}
