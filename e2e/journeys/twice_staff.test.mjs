// What staff book, by two presses: money recorded and confirmed, a credit note given. Each is booked
// once, and the second press does nothing to what has moved under it.

import assert from 'node:assert/strict';

import { record } from '../lib/gateway.mjs';
import { journeys } from '../lib/journey.mjs';
import { button, create, dialog, field, go, main, radio, rows, signIn } from '../lib/portal.mjs';
import { moneyFor, order, record as recordMoney } from '../lib/transfers.mjs';
import { GAPS, pressTwice } from '../lib/twice.mjs';
import { until } from '../lib/until.mjs';

for (const { pace, gap } of GAPS) {
  journeys(`twice-by-staff-${pace}`, (walk) => {
    walk('money is recorded once', async ({ server, enter, project }) => {
      const reseller = await enter();
      const { page } = reseller;
      await signIn(reseller, server, 'reseller@example.com');
      const name = `Eingang ${project} GmbH`;
      const references = [await order(reseller, { name }), await order(reseller, { name: `Danach ${project} GmbH` })];
      const staff = await enter();
      await signIn(staff, server, 'staff@example.com');
      await go(staff, 'Bank transfers');
      const form = await moneyFor(staff, references[0], { entry: `T-${project}` });
      await pressTwice(staff, button(form, 'Record money'), gap);
      await main(staff.page).getByText('Recorded: the order is paid.').waitFor();
      await rows(staff.page, references[1]).waitFor();
      await loggedOnce(staff);
      await go(reseller, 'Billing');
      await rows(page, name).first().waitFor();
      assert.equal(await main(page).getByText(/^Balance/).count(), 0, 'nothing came twice');
    });

    walk('money is confirmed once, and that of the next order still waits', async ({ server, enter, project }) => {
      const reseller = await enter();
      await signIn(reseller, server, 'reseller@example.com');
      const [staff, second] = [await enter(), await enter()];
      await signIn(staff, server, 'staff@example.com');
      const references = [];
      for (const one of ['Erste', 'Zweite', 'Dritte']) {
        references.push(await order(reseller, { name: `${one} ${project} GmbH`, licences: 150 }));
        await go(staff, 'Overview');
        await go(staff, 'Bank transfers');
        await recordMoney(staff, references.at(-1), { entry: `${one}-${project}` });
        await main(staff.page).getByText('It counts when a second person has confirmed it.').waitFor();
      }
      await signIn(second, server, 'second@example.com');
      await go(second, 'Bank transfers');
      const confirms = main(second.page).getByRole('button', { name: /^Confirm RF/ });
      await until('three that wait', async () => (await confirms.count()) === 3);
      await pressTwice(second, confirms.first(), gap);
      await main(second.page).getByText('Recorded: the order is paid.').waitFor();
      await until('two that wait', async () => (await confirms.count()) === 2);
      // what is said of the last one stays, so the list moves up under the pointer
      await pressTwice(second, confirms.first(), gap);
      await until('fewer that wait', async () => (await confirms.count()) < 2);
      await second.page.reload();
      await until('that of the next order, which still waits', async () => (await confirms.count()) === 1);
    });

    walk('a name in the register is accepted once, and the next one still waits', async ({ server, enter, project }) => {
      const reseller = await enter();
      await signIn(reseller, server, 'reseller@example.com');
      for (const one of ['Amsel', 'Birke', 'Ceder']) {
        await create(reseller, server, { name: `${one} ${project} GmbH`, vat: 'DE200000005' });
      }
      const staff = await enter();
      await signIn(staff, server, 'staff@example.com');
      await go(staff, 'VAT numbers');
      const accepts = main(staff.page).getByRole('button', { name: /^Accept / });
      await until('three that wait', async () => (await accepts.count()) === 3);
      await pressTwice(staff, accepts.first(), gap);
      await until('fewer that wait', async () => (await accepts.count()) < 3);
      await staff.page.reload();
      await accepts.first().waitFor();
      assert.equal(await accepts.count(), 2, 'the next one still waits');
    });

    walk('a credit note is given once', async ({ server, enter, project }) => {
      const reseller = await enter();
      const { page } = reseller;
      await signIn(reseller, server, 'reseller@example.com');
      const name = `Einmal zurück ${project} GmbH`;
      await create(reseller, server, { name, licences: 3 });
      const before = (await record(server)).refunds.length;
      const staff = await enter();
      await signIn(staff, server, 'staff@example.com');
      await go(staff, 'Credit notes');
      await field(main(staff.page), 'Find by number or name').fill(name);
      await until('only that invoice', async () => (await rows(staff.page, 'Nordwind').count()) === 0);
      await rows(staff.page, name).getByRole('button', { name: /^Give back/ }).click();
      const form = dialog(staff.page, /^Credit note on/);
      await field(form, 'Licences').fill('1');
      await radio(form, 'The money', 'To the card').check({ force: true });
      await pressTwice(staff, form.getByRole('button', { name: /^Give back \S/ }), gap);
      await main(staff.page).getByText(/is given back/).waitFor();
      await until('the money on its way', async () => (await record(server)).refunds.length > before);

      await go(reseller, 'Billing');
      const notes = rows(page, 'Credit note').filter({ hasText: name });
      await until('the note among the invoices', async () => {
        await page.reload();
        await rows(page, name).first().waitFor();
        return (await notes.count()) > 0;
      });
      assert.equal(await notes.count(), 1, 'one note');
      assert.equal((await record(server)).refunds.length, before + 1, 'one refund');
    });
  }, { apart: true });
}

/** Money came once, as the log has it. */
async function loggedOnce(staff) {
  const { page } = staff;
  await go(staff, 'Audit log');
  await rows(page, 'on the bank account').first().waitFor();
  assert.equal(await rows(page, 'on the bank account').count(), 1);
}
