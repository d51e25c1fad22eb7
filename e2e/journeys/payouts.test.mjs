// A balance goes back to its payer: staff record what they have transferred, no more than there is.

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { mailTo } from '../lib/mail.mjs';
import { button, dialog, field, focusIsAround, go, heading, main, signIn } from '../lib/portal.mjs';
import { ENTRY, order, record } from '../lib/transfers.mjs';
import { until } from '../lib/until.mjs';

const INVOICES = 'invoices@kontor.example';
const PAYER = 'Kontor & Co AB';

journeys('payouts', (walk) => {
  walk('what came too much is paid back, and its payer sees that', async ({ server, enter, project }) => {
    const reseller = await enter();
    await signIn(reseller, server, 'reseller@example.com');
    const reference = await order(reseller, { name: `Zurück ${project} GmbH` });
    const staff = await enter();
    const { page } = staff;
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Bank transfers');
    await record(staff, reference, { entry: `I-${project}`, amount: '400' });
    await heading(main(page), 'Balances').waitFor();
    await look(staff, 'balances');

    await button(main(page), `Record payout ${PAYER}`).click();
    const form = dialog(page, `Money paid back to ${PAYER}`);
    await field(form, ENTRY).fill(`O-${project}`);
    await field(form, 'Amount').fill('57.64');
    await button(form, 'Record payout').click();
    await form.getByText('This is more than the balance.').first().waitFor();
    await look(staff, 'payout-too-much');
    await field(form, 'Amount').fill('57.63');
    await button(form, 'Record payout').click();
    const said = main(page).getByText('Recorded: €57.63 was paid out of the balance.');
    await said.waitFor();
    await until('the focus on what became of it', () => focusIsAround(said));
    await heading(main(page), 'Balances').waitFor({ state: 'detached' });
    await mailTo(server, INVOICES, (text) => text.includes('has transferred €57.63 of the balance of Kontor & Co AB back'));
    await go(reseller, 'Billing');
    await main(reseller.page).getByText(`Zurück ${project} GmbH`).first().waitFor();
    await main(reseller.page).getByText(/^Balance:/).waitFor({ state: 'detached' });
    await look(reseller, 'billing-paid-out');
  });
});
