// Members and colleagues without a mouse: removed, given another address, made administrators, added
// by a paste; invited and removed. Each question closes by Escape and gives the focus back.

import { PROJECTS } from '../lib/browser.mjs';
import { journeys } from '../lib/journey.mjs';
import { choose, enterOn, escapes, follow, opened, typeOver } from '../lib/keyboard.mjs';
import {
  accept, addMember, button, create, field, focusIsAround, focusIsKept, hasFocus, heading, main, rows, signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const ANNA = 'anna.taste@example.org';
const BO = 'bo.taste@example.org';

journeys('keyboard-members', (walk) => {
  walk('a member is removed, another gets another address', async ({ server, enter }) => {
    const { page } = await withMembers(server, enter, 'Taste Wechsel GmbH', ANNA, BO);
    await escapes(page, button(main(page), `Remove ${ANNA}`), `Remove ${ANNA}?`);
    await rows(page, ANNA).waitFor();
    await decide(page, `Remove ${ANNA}`, `Remove ${ANNA}?`);
    await rows(page, ANNA).waitFor({ state: 'detached' });
    await until('the focus on the list', () => hasFocus(heading(main(page), 'Members')));

    const [change, asks] = [`Change address ${BO}`, `Change the address of ${BO}?`];
    await escapes(page, button(main(page), change), asks);
    const form = await opened(page, button(main(page), change), asks);
    await until('the focus in the field', () => hasFocus(field(form, 'New e-mail')));
    await page.keyboard.type('nobody');
    await page.keyboard.press('Enter');
    await until('a focused summary', () => hasFocus(form.getByRole('alert')));
    await enterOn(page, form.getByRole('alert').getByRole('link').first());
    await typeOver(page, field(form, 'New e-mail'), ANNA);
    await page.keyboard.press('Enter');
    await rows(page, ANNA).waitFor();
    await rows(page, BO).waitFor({ state: 'detached' });
    await until('the focus on the list', () => hasFocus(heading(main(page), 'Members')));

    await enterOn(page, button(main(page), `Send again ${ANNA}`));
    await page.getByText(`${ANNA} was mailed again.`).waitFor();
    await focusIsKept(page);
  });

  walk('a member becomes an administrator, and a member again', async ({ server, enter }) => {
    const { page } = await withMembers(server, enter, 'Taste Chefin GmbH', ANNA);
    await accept(await enter(), server, ANNA, 'Anna Andersson');
    await follow(page, 'Overview');
    await follow(page, 'Manage');
    const make = button(main(page), `Make administrator ${ANNA}`);
    await make.waitFor();
    await escapes(page, make, `Make ${ANNA} an administrator?`);
    await decide(page, `Make administrator ${ANNA}`, `Make ${ANNA} an administrator?`);
    await button(main(page), `Make member ${ANNA}`).waitFor();
    await until('the focus on the list', () => hasFocus(heading(main(page), 'Members')));
    await decide(page, `Make member ${ANNA}`, `Make ${ANNA} a member again?`);
    await make.waitFor();
    await until('the focus on the list', () => hasFocus(heading(main(page), 'Members')));
  });

  walk('many are added by a paste', async ({ server, enter }) => {
    const { page } = await withMembers(server, enter, 'Taste Viele GmbH');
    await enterOn(page, button(main(page), 'Add many'));
    const typed = field(main(page), 'E-mail addresses');
    await until('the focus in the field', () => hasFocus(typed));
    await page.keyboard.insertText(`${ANNA}\n${BO}\nnobody`);
    await main(page).getByText('2 addresses, 1 row without an address').waitFor();
    await enterOn(page, button(main(page), 'Add these members'));
    const result = main(page).getByText('2 members were added and told by mail');
    await result.waitFor();
    await until('the focus on the result', () => focusIsAround(result));
    await enterOn(page, button(main(page), 'Close'));
    await until('the focus in the field for one', () => hasFocus(field(main(page), 'E-mail')));
    await rows(page, BO).waitFor();
  });

  walk('a colleague is invited, the invitation withdrawn; another is removed', async ({ server, enter }) => {
    const karin = await enter();
    const { page } = karin;
    await signIn(karin, server, 'reseller@example.com');
    await follow(page, 'Colleagues');
    await typeOver(page, field(main(page), 'E-mail'), ANNA);
    await choose(page, 'Role', 'Administrator');
    await page.keyboard.press('Enter');
    await rows(page, ANNA).waitFor();
    await until('the focus back in the field', () => hasFocus(field(main(page), 'E-mail')));
    const list = heading(main(page), 'Everybody');
    const tekla = 'technician@example.com';
    for (const [action, asks, address] of [
      ['Withdraw', `Withdraw the invitation of ${ANNA}?`, ANNA], ['Remove', `Remove ${tekla}?`, tekla],
    ]) {
      await escapes(page, button(main(page), `${action} ${address}`), asks);
      await decide(page, `${action} ${address}`, asks);
      await rows(page, address).waitFor({ state: 'detached' });
      await until('the focus on the list', () => hasFocus(list));
    }
  });
}, { apart: true, projects: PROJECTS.filter(({ name }) => name === 'desktop') });

/** A row's button, and the same words in the question that it asks. */
async function decide(page, words, asks) {
  const asked = await opened(page, button(main(page), words), asks);
  await enterOn(page, button(asked, words));
  await asked.waitFor({ state: 'hidden' });
}

/** A customer with three licences and these invited, as its reseller sees it on Manage. */
async function withMembers(server, enter, name, ...addresses) {
  const reseller = await enter();
  await signIn(reseller, server, 'reseller@example.com');
  await create(reseller, server, { name });
  await follow(reseller.page, 'Manage');
  for (const address of addresses) await addMember(reseller, address);
  return reseller;
}
