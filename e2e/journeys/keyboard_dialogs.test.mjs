// Every other question that a page asks: opened by Enter, closed by Escape, nothing is done and the
// focus is where it was. Those about members, money and renewing are in the files of their pages.

import { PROJECTS } from '../lib/browser.mjs';
import { journeys } from '../lib/journey.mjs';
import { chooseCustomer, escapes, follow } from '../lib/keyboard.mjs';
import { accept, addMember, button, create, go, heading, main, rows, signIn, tabTo } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const CAFE = 'Café Söder HB';

journeys('keyboard-dialogs', (walk) => {
  walk('a customer that might change hands stays', async ({ server, enter }) => {
    const karin = await enter();
    const { page } = karin;
    await signIn(karin, server, 'reseller@example.com');
    await escapes(page, button(main(page), 'Attach a customer'), 'Attach an existing customer');
    await follow(page, 'Manage');
    await chooseCustomer(page, CAFE);
    const own = rows(page, 'Kontor & Co AB');
    await escapes(page, button(own, 'Hand over'), `Hand ${CAFE} over to another reseller?`);
    await escapes(page, button(own, 'Detach'), `Detach ${CAFE}?`);
    await own.waitFor();
  });

  walk('an account keeps its sessions, and its factor as it is', async ({ server, enter }) => {
    const person = await enter();
    const { page } = person;
    await signIn(person, server, 'technician@example.com');
    await page.goto(`${server.address}/account`);
    const card = main(page).getByRole('region', { name: 'Second factor', exact: true });
    await button(card, 'Set up').waitFor();
    await escapes(page, button(card, 'Set up'), 'Set up');
    await escapes(page, button(main(page), 'Sign out everywhere'), 'Sign out everywhere?');
    await page.reload();
    await heading(main(page), 'Your account').waitFor();
  });

  walk('a member stays in the business', async ({ server, enter }) => {
    const karin = await enter();
    await signIn(karin, server, 'reseller@example.com');
    await create(karin, server, { name: 'Taste Bleibt GmbH' });
    await go(karin, 'Manage');
    await addMember(karin, 'lea.taste@example.org');
    const lea = await enter();
    await accept(lea, server, 'lea.taste@example.org', 'Lea Bleibt');
    await escapes(lea.page, button(main(lea.page), 'Leave the business'), 'Leave Taste Bleibt GmbH?');
    await lea.page.reload();
    await heading(main(lea.page), 'Your licence of Taste Bleibt GmbH').waitFor();
  });

  walk('what is typed into "Acting on" is let go by Escape', async ({ server, enter }) => {
    const karin = await enter();
    const { page } = karin;
    await signIn(karin, server, 'reseller@example.com');
    await follow(page, 'Manage');
    await chooseCustomer(page, CAFE);
    const box = page.getByRole('combobox', { name: 'Acting on', exact: true });
    await tabTo(page, box);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Nord');
    const offered = page.getByRole('option', { name: 'Nordwind Logistik GmbH' });
    await offered.waitFor();
    await page.keyboard.press('Escape');
    await offered.waitFor({ state: 'hidden' });
    await until('the customer as before', async () => (await box.inputValue()) === CAFE);
    await rows(page, 'customer@example.com').waitFor();
  });
}, { projects: PROJECTS.filter(({ name }) => name === 'desktop') });
