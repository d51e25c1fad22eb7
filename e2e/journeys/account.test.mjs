// The account itself: a forgotten password, being signed out everywhere, mails that one does not
// want. Each walk has a server of its own: what it changes would lock the others out.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { linkIn, mailsTo, mailTo } from '../lib/mail.mjs';
import {
  actOn, addMember, button, create, field, focusIsKept, go, hasFocus, heading, main, menu, rows, signIn, signInHere,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const ADDRESS = 'technician@example.com';
const NEW_PASSWORD = 'tea, moss and a slow train';

journeys('account', (walk) => {
  walk('a forgotten password is chosen anew by a mailed link, and the old one is over', async ({ server, enter }) => {
    const elsewhere = await enter();
    await signIn(elsewhere, server, ADDRESS);

    const person = await enter();
    const { page } = person;
    await page.goto(server.address);
    await page.getByRole('link', { name: 'Forgotten password?', exact: true }).click();
    await heading(main(page), 'Forgotten password').waitFor();
    await field(main(page), 'E-mail').fill(ADDRESS);
    await button(main(page), 'Send link').click();
    await main(page).getByText('Look into your mail').waitFor();
    await focusIsKept(page);
    await look(person, 'forgotten-password-sent');

    const link = linkIn(await mailTo(server, ADDRESS), server, 'reset-password');
    await page.goto(link);
    await heading(main(page), 'Choose a new password').waitFor();
    assert.equal(await field(main(page), 'E-mail').inputValue(), ADDRESS);
    await look(person, 'reset-password');
    await tooShortIsTold(page);
    await field(main(page), 'Password').fill(NEW_PASSWORD);
    await button(main(page), 'Save password').click();
    await menu(person);
    await heading(main(page), 'Overview').waitFor();
    assert.ok(!page.url().includes('#'), 'the secret is gone from the address');

    await elsewhere.page.reload();
    await field(main(elsewhere.page), 'Password').waitFor();
    await signInHere(elsewhere, ADDRESS);
    await main(elsewhere.page).getByText('This e-mail address and password do not belong together.').first().waitFor();
    await signInHere(elsewhere, ADDRESS, NEW_PASSWORD);
    await menu(elsewhere);
    await elsewhere.page.goto(link);
    await heading(main(elsewhere.page), 'This link no longer works').waitFor();
  });

  walk('signing out everywhere asks first, and ends the other sessions too', async ({ server, enter }) => {
    const [laptop, other] = [await enter(), await enter()];
    for (const one of [laptop, other]) await signIn(one, server, 'reseller@example.com');
    const { page } = laptop;
    await page.goto(`${server.address}/account`);
    const everywhere = button(main(page), 'Sign out everywhere');
    await everywhere.click();
    const dialog = page.getByRole('dialog', { name: 'Sign out everywhere?', exact: true });
    await dialog.waitFor();
    await look(laptop, 'sign-out-everywhere');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await until('the focus back on the button', () => hasFocus(everywhere));

    await everywhere.click();
    await button(dialog, 'Sign out everywhere').click();
    await field(main(page), 'Password').waitFor();
    for (const one of [laptop, other]) {
      await one.page.goto(`${server.address}/create`);
      await field(main(one.page), 'Password').waitFor();
    }
  });

  walk('whoever wants no invitations gets no more', async ({ server, enter, project }) => {
    const reseller = await enter();
    const address = `nobody.${project}@example.org`;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: `Erste ${project} GmbH` });
    await go(reseller, 'Manage');
    await addMember(reseller, address);

    const visitor = await enter();
    const { page } = visitor;
    await page.goto(linkIn(await mailTo(server, address), server, 'stop-mails'));
    await heading(main(page), 'No more invitations').waitFor();
    await look(visitor, 'stop-mails');
    await button(main(page), 'Send me no more invitations').click();
    await main(page).getByText('Nothing more is sent to this address. You can close this page.').waitFor();
    await focusIsKept(page);
    await look(visitor, 'stop-mails-done');

    await create(reseller, server, { name: `Zweite ${project} GmbH` });
    await go(reseller, 'Manage');
    await addMember(reseller, address);
    // the mail to the next one comes after it would have come
    await addMember(reseller, `somebody.${project}@example.org`);
    await mailTo(server, `somebody.${project}@example.org`);
    assert.equal(mailsTo(server, address).length, 1, 'one invitation, and no more');

    await actOn(reseller, `Erste ${project} GmbH`);
    await rows(reseller.page, address).waitFor();
  });
}, { apart: true });

/** A password that is too short is told, and the link is not used up by it. */
async function tooShortIsTold(page) {
  await field(main(page), 'Password').fill('short');
  await button(main(page), 'Save password').click();
  const summary = main(page).getByRole('alert').filter({ hasText: 'Use at least 12 characters' });
  await until('a focused summary', () => hasFocus(summary));
}
