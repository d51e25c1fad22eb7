// Money for a transfer that is too little, too much or too late; what the payer reads of it on paper,
// on Billing and in the mail. Days pass while the server is away.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { mailTo } from '../lib/mail.mjs';
import { button, create, field, go, heading, main, receipt, rows, signIn } from '../lib/portal.mjs';
import { print } from '../lib/print.mjs';
import { byTransfer, order, paper, record } from '../lib/transfers.mjs';
import { until } from '../lib/until.mjs';

const INVOICES = 'invoices@kontor.example';
// three licences of a year at 9.99, less 20 %, and Germany's 19 %
const [ASKED, LEFT, OVER] = ['€342.37', '€242.37', '€157.63'];

journeys('money', (walk) => {
  walk('too little, and then too much: the order is paid, the rest is the payer\'s', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Raten ${project} GmbH`;
    const reference = await order(reseller, { name });
    const address = page.url();
    await main(page).getByText(ASKED).first().waitFor();

    const staff = await enter();
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Bank transfers');
    await record(staff, reference, { entry: `A-${project}`, amount: '100' });
    await main(staff.page).getByText(/is still missing, and the payer is told/).waitFor();
    await mailTo(server, INVOICES, (text) => text.includes(`€100.00 has arrived. ${LEFT} is still missing`));
    await page.reload();
    await paper(page);
    await main(page).getByText('Received so far').waitFor();
    await main(page).getByText(LEFT).first().waitFor();
    await look(reseller, 'payment-request-short');
    await print(reseller, 'payment-request-short');
    await go(reseller, 'Billing');
    await rows(page, name).getByText(LEFT).waitFor();
    await look(reseller, 'billing-short');

    await record(staff, reference, { entry: `B-${project}`, amount: '400' });
    await main(staff.page).getByText(`the order is paid, and ${OVER} is the payer's balance`).waitFor();
    await look(staff, 'money-over');
    await mailTo(server, INVOICES, (text) => text.includes(`${OVER} was more than it asked for`));
    await page.goto(address);
    await receipt(reseller);
    await go(reseller, 'Billing');
    await main(page).getByText(`Balance: ${OVER}`).waitFor();
    await look(reseller, 'billing-balance');
  });

  walk('no money comes: the order lapses, and money that comes after it is the payer\'s', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Zu spät ${project} GmbH`;
    const reference = await order(reseller, { name });
    const address = page.url();
    await page.goto('about:blank');
    await server.goAway();
    await server.comeBack({ today: '2026-12-24' });
    await mailTo(server, INVOICES, (text) => text.includes(`The money for payment request ${reference} was not on the account`));

    await signIn(reseller, server, 'reseller@example.com');
    await page.goto(address);
    await main(page).getByText('Not paid in time').waitFor();
    await look(reseller, 'order-lapsed');
    await go(reseller, 'Billing');
    await heading(main(page), 'Billing').waitFor();
    await page.waitForLoadState('networkidle');
    assert.equal(await rows(page, reference).count(), 0, 'nothing is open');
    assert.equal(await page.getByRole('option', { name }).count(), 0, 'it never was a customer');

    const staff = await enter();
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Bank transfers');
    await field(main(staff.page), 'Find by reference or name').fill(name);
    await rows(staff.page, reference).getByText('Not paid in time').waitFor();
    await look(staff, 'transfers-lapsed');
    await record(staff, reference, { entry: `L-${project}` });
    await main(staff.page).getByText(`takes no money any more, so ${ASKED} is the payer's balance`).waitFor();
    await look(staff, 'money-kept');
    await mailTo(server, INVOICES, (text) => text.includes(`${ASKED} has arrived, but the order takes no money any more`));
    await page.reload();
    await main(page).getByText(`Balance: ${ASKED}`).waitFor();
    await look(reseller, 'billing-late');
  });

  walk('licences that wait for money are unpaid on the overview, and no more when it did not come', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Offen ${project} GmbH`;
    await create(reseller, server, { name });
    await go(reseller, 'Purchase Licence');
    await byTransfer(reseller);
    await button(main(page), 'Top Up').click();
    await paper(page);
    const address = page.url();
    await look(reseller, 'payment-request-top-up');
    await go(reseller, 'Overview');
    await field(main(page), 'Show').selectOption('Unpaid');
    await until('only that customer', async () => (await main(page).getByRole('rowheader').count()) === 1);
    await rows(page, name).getByRole('link', { name: /^Transfer of .*114\.12.* open until/ }).waitFor();
    await look(reseller, 'overview-unpaid');
    await page.goto('about:blank');
    await server.goAway();
    await server.comeBack({ today: '2026-12-23' });
    await mailTo(server, INVOICES, (text) => text.includes('was not on the account by'));
    await signIn(reseller, server, 'reseller@example.com');
    await rows(page, name).waitFor();
    assert.equal(await main(page).getByRole('link', { name: /^Transfer of/ }).count(), 0, 'nothing is open');
    await rows(page, name).getByText(/\b0 of 3\b/).waitFor();
    await page.goto(address);
    await main(page).getByText('Not paid in time').waitFor();
    await look(reseller, 'order-lapsed-top-up');
  });
}, { apart: true });
