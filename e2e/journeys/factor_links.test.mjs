// A link is accepted with the password and, where the account has a second factor, with a code: that
// there is one is told only to who knows the password. The same field on each page of this kind.

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { linkIn, mailTo } from '../lib/mail.mjs';
import { app, keyOn } from '../lib/phone.mjs';
import {
  actOn, button, dialog, field, go, hasFocus, heading, main, menu, PASSWORD, rows, signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const KARIN = 'reseller@example.com';
const RUTA = 'other@example.com';
const ELIN = 'customer@example.com';
const CAFE = 'Café Söder HB';
const SAYS_WRONG = /^This code does not work/;

journeys('factor-links', (walk) => {
  walk('accepting a role', async ({ server, enter }) => {
    const factor = await withPhone(await enter(), server, ELIN);
    const karin = await enter();
    await signIn(karin, server, KARIN);
    await go(karin, 'Colleagues');
    await field(main(karin.page), 'E-mail').fill(ELIN);
    await button(main(karin.page), 'Invite').click();
    await rows(karin.page, ELIN).waitFor();
    const elin = await enter();
    await elin.page.goto(linkIn(await mailTo(server, ELIN, (text) => text.includes('activate#')), server, 'activate'));
    await prove(elin, 'Accept', factor, 'accept');
    await rows(karin.page, ELIN).waitFor();
    await until('that she works there', async () => {
      await karin.page.reload();
      await rows(karin.page, ELIN).waitFor();
      return (await button(main(karin.page), `Make administrator ${ELIN}`).count()) === 1;
    });
  });

  walk('taking a customer over', async ({ server, enter }) => {
    const factor = await withPhone(await enter(), server, RUTA);
    const karin = await enter();
    await signIn(karin, server, KARIN);
    await go(karin, 'Manage');
    await actOn(karin, CAFE);
    await button(rows(karin.page, 'Kontor & Co AB'), 'Hand over').click();
    const asked = dialog(karin.page, `Hand ${CAFE} over to another reseller?`);
    await field(asked, 'An administrator\'s e-mail address').fill(RUTA);
    await button(asked, 'Hand over').click();
    await asked.waitFor({ state: 'hidden' });
    const ruta = await enter();
    await ruta.page.goto(linkIn(await mailTo(server, RUTA, (text) => text.includes('activate#')), server, 'activate'));
    await prove(ruta, 'Agree', factor, 'hand-over');
    await mailTo(server, KARIN, (text) => text.includes(`has handed ${CAFE} over to UAB Baltic Freight`));
  });

  walk('agreeing to a reseller', async ({ server, enter }) => {
    const factor = await withPhone(await enter(), server, ELIN);
    const karin = await enter();
    const { page } = karin;
    await signIn(karin, server, KARIN);
    await go(karin, 'Manage');
    await actOn(karin, CAFE);
    await button(rows(page, 'Kontor & Co AB'), 'Detach').click();
    await button(dialog(page, `Detach ${CAFE}?`), 'Detach').click();
    await heading(main(page), 'Overview').waitFor();
    await button(main(page), 'Attach a customer').click();
    const asked = dialog(page, 'Attach an existing customer');
    await field(asked, 'An administrator\'s e-mail address').fill(ELIN);
    await button(asked, 'Attach a customer').click();
    await asked.waitFor({ state: 'hidden' });
    const elin = await enter();
    await elin.page.goto(linkIn(await mailTo(server, ELIN, (text) => text.includes('asks to be the reseller')), server, 'activate'));
    await prove(elin, 'Agree', factor, 'attach');
    await until('the customer back', async () => {
      await page.reload();
      await heading(main(page), 'Overview').waitFor();
      await rows(page, 'Nordwind Logistik GmbH').waitFor();
      return (await rows(page, CAFE).count()) === 1;
    });
  });
}, { apart: true });

/** Sets a second factor up for an account, and answers its phone and a backup code. */
async function withPhone(person, server, email) {
  const { page } = person;
  await signIn(person, server, email);
  await page.goto(`${server.address}/account`);
  const card = main(page).getByRole('region', { name: 'Second factor', exact: true });
  await button(card, 'Set up').click();
  await field(dialog(page, 'Set up'), 'Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await card.getByRole('img', { name: 'QR code with the key' }).waitFor();
  const phone = app(await keyOn(card));
  await field(card, 'Code').fill(await phone.code());
  await page.keyboard.press('Enter');
  const codes = card.getByRole('listitem');
  await codes.first().waitFor();
  // an app's code works once, and the next one only from the next half minute on
  const spare = await codes.first().innerText();
  await button(card, 'I have kept them').click();
  return { phone, spare };
}

/** The password is not enough, a wrong code neither; with a right one it is done, and one is in. */
async function prove(person, action, { phone, spare }, name) {
  const { page } = person;
  await field(main(page), 'Password').fill(PASSWORD);
  await button(main(page), action).click();
  const code = field(main(page), 'Code');
  await code.waitFor();
  await main(page).getByText('Enter a code').first().waitFor();
  await until('a focused summary', () => hasFocus(main(page).getByRole('alert').first()));
  await look(person, `${name}-code`);
  await code.fill('000000');
  await page.keyboard.press('Enter');
  await main(page).getByText(SAYS_WRONG).first().waitFor();
  await look(person, `${name}-code-wrong`);
  await code.fill(await phone.code());
  await button(main(page), action).click();
  await arrives(person, spare);
}

/** What was accepted is accepted; signing in asks for a code of its own. */
async function arrives(person, spare) {
  const { page } = person;
  const code = field(main(page), 'Code');
  await heading(main(page), 'Overview').or(heading(main(page), 'Sign in')).first().waitFor();
  if (await heading(main(page), 'Sign in').isVisible()) {
    await look(person, 'after-the-link');
    if (!(await code.isVisible())) {
      await field(main(page), 'Password').fill(PASSWORD);
    }
    await code.fill(spare);
    await button(main(page), 'Sign in').click();
  }
  await menu(person);
  await heading(main(page), 'Overview').waitFor();
}
