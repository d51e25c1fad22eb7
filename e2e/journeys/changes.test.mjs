// What is done about members: removed, mailed again, their licence given to another address, made
// administrators; many added at once; and what they do themselves: leave, or change business.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { linkIn, mailTo, mailsTo } from '../lib/mail.mjs';
import {
  accept, actOn, addMember, button, create, dialog, field, focusIsAround, focusIsKept, go, hasFocus, heading, main, rows,
  signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('changes', (walk) => {
  walk('a member is removed: asked first, the licence free at once', async ({ server, enter, project }) => {
    const { reseller, page, address } = await withMember(server, enter, `Wechsel ${project} GmbH`, `gone.${project}@example.org`);
    await button(main(page), `Remove ${address}`).click();
    const asked = dialog(page, `Remove ${address}?`);
    await asked.getByText('The licence is unused at once and can be given to someone else.').waitFor();
    await look(reseller, 'manage-remove');
    await page.keyboard.press('Escape');
    await until('nothing asked any more', async () => !(await asked.isVisible()));
    assert.equal(await rows(page, address).count(), 1, 'nothing was removed');

    await button(main(page), `Remove ${address}`).click();
    await button(asked, `Remove ${address}`).click();
    await page.getByText(`${address} was removed.`).waitFor();
    await until('no such row', async () => (await rows(page, address).count()) === 0);
    await main(page).getByText('0 of 3 in use, 3 unused').waitFor();
    await until('the focus on the list', () => hasFocus(heading(main(page), 'Members')));

    const invited = await enter();
    await invited.page.goto(linkIn(await mailTo(server, address), server, 'activate'));
    await heading(main(invited.page), 'This link no longer works').waitFor();
  });

  walk('an invitation is sent again and given to another address', async ({ server, enter, project }) => {
    const { reseller, page, address } = await withMember(server, enter, `Erneut ${project} GmbH`, `wrong.${project}@example.org`);
    await button(main(page), `Send again ${address}`).click();
    await page.getByText(`${address} was mailed again.`).waitFor();
    await until('two mails', () => mailsTo(server, address).length === 2);

    await button(main(page), `Change address ${address}`).click();
    const asked = dialog(page, `Change the address of ${address}?`);
    await until('the focus in the field', () => hasFocus(field(asked, 'New e-mail')));
    await field(asked, 'New e-mail').fill('nothing');
    await page.keyboard.press('Enter');
    await asked.getByRole('alert').getByText('Enter an e-mail address like').waitFor();
    await look(reseller, 'manage-change-address');
    const right = `right.${project}@example.org`;
    await field(asked, 'New e-mail').fill(right);
    await page.keyboard.press('Enter');
    await page.getByText(`${right} takes the place of ${address}`).waitFor();
    await rows(page, right).waitFor();
    assert.equal(await rows(page, address).count(), 0);
    await mailTo(server, right);
    await look(reseller, 'manage-changed');
  });

  walk('an administrator is made after a warning, and unmade', async ({ server, enter, project }) => {
    const { reseller, page, address } = await withMember(server, enter, `Chefin ${project} GmbH`, `boss.${project}@example.org`);
    assert.equal(await button(main(page), `Make administrator ${address}`).count(), 0, 'not before she has come');
    const boss = await enter();
    await accept(boss, server, address, 'Britta Boss');
    await go(reseller, 'Overview');
    await go(reseller, 'Manage');
    await button(main(page), `Make administrator ${address}`).click();
    const asked = dialog(page, `Make ${address} an administrator?`);
    await asked.getByText('What they buy has no reseller discount.').waitFor();
    await look(reseller, 'manage-make-administrator');
    await button(asked, `Make administrator ${address}`).click();
    await button(main(page), `Make member ${address}`).waitFor();

    await boss.page.reload();
    await go(boss, 'Manage');
    await rows(boss.page, address).getByText('This is you').waitFor();
    assert.equal(await button(main(boss.page), `Remove ${address}`).count(), 0, 'nobody removes themselves');
    await look(boss, 'manage-own');

    await button(main(page), `Make member ${address}`).click();
    await button(dialog(page, `Make ${address} a member again?`), `Make member ${address}`).click();
    await button(main(page), `Make administrator ${address}`).waitFor();
  });

  walk('many are added from a paste and a file, and each row is answered', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: `Viele ${project} GmbH`, licences: 4 });
    await go(reseller, 'Manage');
    await addMember(reseller, `here.${project}@example.org`);
    await button(main(page), 'Add many').click();
    const typed = field(main(page), 'E-mail addresses');
    await until('the focus in the field', () => hasFocus(typed));
    await button(main(page), 'Add these members').click();
    await main(page).getByRole('alert').getByText('Paste addresses or choose a file.').waitFor();

    const choose = main(page).getByLabel('Choose a .txt or .csv file');
    await choose.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0, 0, 1]) });
    await main(page).getByRole('alert').getByText('This file is no text.').waitFor();
    const mail = (name) => `${name}.${project}@example.org`;
    const table = `\ufeffName;E-mail\r\n"Ek; Anna";${mail('Anna')}\r\nBo;${mail('bo')}\r\nBo again;${mail('BO')}\r\n`
      + `Here;${mail('here')}\r\n=1+1;none\r\nCy;${mail('cy')}\r\nDi;${mail('di')}\r\n`;
    await choose.setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(table, 'utf16le') });
    await main(page).getByText('5 addresses, 1 repeated, 1 row without an address').waitFor();
    await look(reseller, 'import');
    await button(main(page), 'Add these members').click();

    const result = main(page).getByText('3 members were added and told by mail');
    await result.waitFor();
    await until('the focus on the result', () => focusIsAround(result));
    for (const [row, why] of [[mail('here'), 'Already a member'], ['=1+1', 'No e-mail address'], [mail('di'), 'No licence left']]) {
      await rows(page, row).filter({ hasText: why }).waitFor();
    }
    assert.equal(await typed.inputValue(), `=1+1\n${mail('di')}`, 'what was not added is left in the field');
    await rows(page, mail('Anna')).waitFor();
    await mailTo(server, mail('cy'));
    await look(reseller, 'import-result');
  });

  walk('a member leaves by herself', async ({ server, enter, project }) => {
    const { page, address } = await withMember(server, enter, `Abschied ${project} GmbH`, `leaving.${project}@example.org`);
    const member = await enter();
    await accept(member, server, address, 'Lea Leaving');
    await heading(main(member.page), `Your licence of Abschied ${project} GmbH`).waitFor();
    await look(member, 'own-licence');
    await button(main(member.page), 'Leave the business').click();
    const asked = dialog(member.page, `Leave Abschied ${project} GmbH?`);
    await look(member, 'own-licence-leave');
    await button(asked, 'Leave the business').click();
    await until('no licence any more', async () => (await heading(main(member.page), /Your licence/).count()) === 0);
    await focusIsKept(member.page);
    await page.reload();
    await main(page).getByText('0 of 3 in use, 3 unused').waitFor();
  });

  walk('who is in one business chooses to leave it for another', async ({ server, enter, project }) => {
    const address = `both.${project}@example.org`;
    const { reseller, page } = await withMember(server, enter, `Alt ${project} GmbH`, address);
    const member = await enter();
    await accept(member, server, address, 'Bo Both');
    await create(reseller, server, { name: `Neu ${project} GmbH` });
    await go(reseller, 'Manage');
    await addMember(reseller, address);
    const invited = await mailTo(server, address, (text) => text.includes(`Neu ${project} GmbH`));
    await member.page.goto(linkIn(invited, server, 'activate'));
    await main(member.page).getByText(`you leave Alt ${project} GmbH`).waitFor();
    await look(member, 'change-business');
    await button(main(member.page), `Leave Alt ${project} GmbH and join Neu ${project} GmbH`).click();
    await main(member.page).getByText(`You have joined Neu ${project} GmbH`).waitFor();
    await focusIsKept(member.page);
    await look(member, 'changed-business');
    await page.reload();
    await rows(page, address).filter({ hasText: 'Active' }).waitFor();
    await actOn(reseller, `Alt ${project} GmbH`);
    await main(page).getByText('0 of 3 in use, 3 unused').waitFor();
  });
});

/** A customer with three licences and one invited address, as its reseller sees it. */
async function withMember(server, enter, customer, address) {
  const reseller = await enter();
  await signIn(reseller, server, 'reseller@example.com');
  await create(reseller, server, { name: customer });
  await go(reseller, 'Manage');
  await addMember(reseller, address);
  return { reseller, page: reseller.page, address };
}
