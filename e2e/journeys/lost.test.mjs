// A dispute that is lost: what the payer is told of it, and where; the order's licences are gone, those
// of other orders stay.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { bank } from '../lib/gateway.mjs';
import { journeys } from '../lib/journey.mjs';
import { mailTo } from '../lib/mail.mjs';
import {
  actOn, addMember, button, create, field, fillCreate, go, main, payButton, payByCard, receipt, rows, signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const INVOICES = 'invoices@kontor.example';
const DISPUTED = '4000000000000259';

const orderHere = (page) => new URL(page.url()).pathname.split('/').pop();

journeys('lost', (walk) => {
  walk('the first order is taken back: nothing is left of it but members and papers', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Verloren ${project} GmbH`;
    await go(reseller, 'Create');
    await fillCreate(reseller, { name });
    await (await payButton(page)).pay.click();
    await payByCard(reseller, server, DISPUTED);
    await receipt(reseller);
    const order = orderHere(page);
    const taken = main(page).getByText('Disputed', { exact: true });
    await until('the dispute', async () => {
      await page.reload();
      await receipt(reseller);
      return (await taken.count()) > 0;
    });
    await look(reseller, 'receipt-disputed');
    await go(reseller, 'Manage');
    await actOn(reseller, name);
    await main(page).getByText('3 licences are suspended').waitFor();

    await bank(server, order, 'lost');
    await mailTo(server, INVOICES, (text) => text.includes(name) && text.includes('the bank has taken the money back'));
    await page.goto(`${server.address}/orders/${order}`);
    await receipt(reseller);
    await main(page).getByText('Taken back by the bank').first().waitFor();
    await look(reseller, 'receipt-lost');
    await go(reseller, 'Manage');
    await actOn(reseller, name);
    await page.waitForLoadState('networkidle');
    await look(reseller, 'manage-lost');
    for (const [place, title] of [['Purchase Licence', 'purchase'], ['Renew', 'renew'], ['Billing', 'billing']]) {
      await go(reseller, place);
      await page.waitForLoadState('networkidle');
      await look(reseller, `${title}-lost`);
    }
    await rows(page, 'Taken back by the bank').filter({ hasText: name }).first().waitFor();
    await go(reseller, 'Overview');
    await rows(page, name).waitFor();
    await look(reseller, 'overview-lost');
  });

  walk('a top-up is taken back: the members stay, with the licences that are left', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Teils verloren ${project} GmbH`;
    await create(reseller, server, { name, licences: 1 });
    await go(reseller, 'Purchase Licence');
    await field(main(page), 'More licences').fill('2');
    await button(main(page), 'Top Up').click();
    await payByCard(reseller, server, DISPUTED);
    await receipt(reseller);
    const order = orderHere(page);
    await go(reseller, 'Manage');
    await actOn(reseller, name);
    await addMember(reseller, `anna.${project}@example.org`);
    await until('the dispute', async () => {
      await page.reload();
      await rows(page, `anna.${project}@example.org`).waitFor();
      return (await main(page).getByText('2 licences are suspended').count()) === 1;
    });
    await look(reseller, 'manage-disputed-partly');
    await bank(server, order, 'lost');
    await until('no licences suspended any more', async () => {
      await page.reload();
      await rows(page, `anna.${project}@example.org`).waitFor();
      return (await main(page).getByText('suspended').count()) === 0;
    });
    await main(page).getByText(/of 1 in use/).waitFor();
    await look(reseller, 'manage-lost-partly');
    assert.equal(await button(main(page), 'Add member').count(), 0, 'no licence is free');
  });
}, { apart: true });
