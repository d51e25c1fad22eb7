// Disputes: a payer's bank wants a payment back, licences rest meanwhile, and in the end they return.

import { look } from '../lib/axe.mjs';
import { bank } from '../lib/gateway.mjs';
import { journeys } from '../lib/journey.mjs';
import { addMember, create, field, fillCreate, go, main, payButton, rows, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('disputes', (walk) => {
  walk('licences rest while a payment is disputed, no card is charged, and all is back when it is won', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Streit ${project} GmbH`;
    await create(reseller, server, { name, licences: 3 });
    const order = new URL(page.url()).pathname.split('/').pop();
    await go(reseller, 'Manage');
    await addMember(reseller, `anna.${project}@example.org`);
    await addMember(reseller, `bo.${project}@example.org`);

    await bank(server, order, 'open');
    const suspended = main(page).getByText('3 licences are suspended');
    // the gateway's hint comes within seconds
    await until('the warning', async () => {
      await page.reload();
      await main(page).getByText(`${name} · `).waitFor();
      return (await suspended.count()) === 1;
    });
    await rows(page, `anna.${project}@example.org`).waitFor();
    await look(reseller, 'manage-disputed');
    await go(reseller, 'Overview');
    await rows(page, name).getByText('Licences suspended: payment disputed').waitFor();
    await look(reseller, 'overview-disputed');
    await go(reseller, 'Create');
    await fillCreate(reseller, { name: `Karte ${project} GmbH` });
    await (await payButton(page)).pay.press('Enter');
    await main(page).getByRole('alert').getByText('Until that is decided no card is charged').waitFor();
    await look(reseller, 'create-disputed');

    const staff = await enter();
    await signIn(staff, server, 'staff@example.com');
    await go(staff, 'Credit notes');
    await rows(staff.page, name).waitFor();
    await field(main(staff.page), 'State').selectOption('Disputed');
    await until('only that invoice', async () =>
      (await rows(staff.page, name).count()) === 1 && (await rows(staff.page, 'Nordwind').count()) === 0);
    await look(staff, 'credit-notes-disputed');

    await bank(server, order, 'won');
    await until('no warning any more', async () => {
      await go(reseller, 'Manage');
      await page.reload();
      await rows(page, `bo.${project}@example.org`).waitFor();
      return (await suspended.count()) === 0;
    });
    await go(reseller, 'Overview');
    await rows(page, name).getByText('Active').waitFor();
  });
}, { apart: true });
