// Renewing by hand: before the end with another number, and after it.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  actOn, addMember, button, create, dialog, field, go, hasFocus, heading, main, payByCard, quote, receipt, rows, signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('renewing', (walk) => {
  walk('the next period is paid ahead, with another number', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: `Monat ${project} GmbH`, term: '1 month' });
    await go(reseller, 'Renew');
    await main(page).getByText(`Monat ${project} GmbH is paid until 22 December 2026.`).waitFor();
    const licences = field(main(page), 'Licences');
    assert.equal(await licences.inputValue(), '3', 'as many as before');
    await licences.fill('0');
    await button(main(page), 'Renew').click();
    await main(page).getByRole('alert').waitFor();
    await look(reseller, 'renew-fault');
    await licences.fill('5');
    // 5 × 11.90 = 59.50, less 20 % = 47.60, and 19 % VAT
    await quote(page).getByText('€56.64').first().waitFor();
    await quote(page).getByText('23 December 2026 – 22 January 2027').waitFor();
    await look(reseller, 'renew');
    await page.reload();
    await until('what was typed', async () => (await licences.inputValue()) === '5');
    await button(main(page), 'Renew').click();
    await payByCard(reseller, server);
    await receipt(reseller);
    await main(page).getByText('in the period that ends on 22 January 2027').waitFor();
    await go(reseller, 'Renew');
    await heading(main(page), 'The next period is paid').or(main(page).getByText('The next period is paid')).first().waitFor();
    await look(reseller, 'renew-paid');
  });

  walk('automatic renewal: by the card that was saved, with another number, off, and without a card', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: `Automat ${project} GmbH` }, () =>
      page.getByLabel('Save this card for later payments', { exact: true }).check());
    await go(reseller, 'Renew');
    await main(page).getByText('It is not time to renew yet').waitFor();
    await main(page).getByText('Renews by itself on 23 November 2027 with 3 licences, paid by Visa ending in 4242.').waitFor();
    await look(reseller, 'renew-by-itself');
    await field(main(page), 'Licences of the next period').fill('0');
    await button(main(page), 'Save number').click();
    await main(page).getByRole('alert').waitFor();
    await field(main(page), 'Licences of the next period').fill('12');
    await button(main(page), 'Save number').click();
    await main(page).getByText('on 23 November 2027 with 12 licences').waitFor();

    await button(main(page), 'Turn off automatic renewal').click();
    await main(page).getByText('Switched off: nothing is charged on 23 November 2027.').waitFor();
    await until('the focus on the heading', () => hasFocus(heading(main(page), 'Automatic renewal')));
    await look(reseller, 'renew-switched-off');
    await button(main(page), 'Turn on automatic renewal').click();
    await button(main(page), 'Turn off automatic renewal').waitFor();

    await button(main(page), 'Remove card').click();
    await button(dialog(page, 'Remove the saved card?'), 'Remove card').click();
    await main(page).getByText('There is no saved card').waitFor();
    await go(reseller, 'Manage');
    await main(page).getByText('runs until 22 November 2027').waitFor();
  });

  walk('a next period with fewer licences than members: said beforehand', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: `Weniger ${project} GmbH`, term: '1 month' });
    await go(reseller, 'Renew');
    await field(main(page), 'Licences').fill('1');
    await button(main(page), 'Renew').click();
    await payByCard(reseller, server);
    await receipt(reseller);
    await go(reseller, 'Manage');
    for (const name of ['anna', 'bo']) await addMember(reseller, `${name}.${project}@example.org`);
    await main(page).getByText('Licences from 23 December 2026: 1 licence. The member who was added last').waitFor();
    await look(reseller, 'manage-fewer');
  });

  walk('an expired subscription comes back', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Purchase Licence');
    await actOn(reseller, 'Keel & Mast Ltd');
    await main(page).getByRole('link', { name: 'Renew', exact: true }).click();
    await heading(main(page), 'Renew').waitFor();
    await main(page).getByText('licences rest until it is renewed').waitFor();
    await look(reseller, 'renew-expired');
    await field(main(page), 'Licences').fill('4');
    await quote(page).getByText('23 November 2026 – 22 November 2027').waitFor();
    await button(main(page), 'Renew').click();
    await payByCard(reseller, server);
    await receipt(reseller);
    await go(reseller, 'Overview');
    await rows(page, 'Keel & Mast Ltd').filter({ hasText: 'Active' }).waitFor();
  });
}, { apart: true });
