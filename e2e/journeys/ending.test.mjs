// The saved card without a charge, and the end of a subscription: chosen, said why, taken back.

import { look } from '../lib/axe.mjs';
import { journeys } from '../lib/journey.mjs';
import { button, create, dialog, field, fillCard, go, hasFocus, heading, main, rows, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

journeys('ending', (walk) => {
  walk('another card is kept without a charge, on the gateway\'s own page', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: `Karten ${project} GmbH` });
    await go(reseller, 'Billing');
    await main(page).getByText('There is no saved card').waitFor();
    await button(main(page), 'Save a card').press('Enter');
    await heading(page, 'Save a card').waitFor();
    await look(reseller, 'gateway-keep');
    await fillCard(page);
    await button(page, 'Save the card').click();
    await main(page).getByText('paid by Visa ending in 4242').waitFor();
    await look(reseller, 'billing-card');
    await button(main(page), 'Use another card').click();
    await fillCard(page, '4000002500003155');
    await button(page, 'Save the card').click();
    await button(page, 'Approve').waitFor();
    await look(reseller, 'gateway-keep-approval');
    await button(page, 'Approve').click();
    await main(page).getByText('paid by Visa ending in 3155').waitFor();
    await button(main(page), 'Use another card').click();
    await button(page, 'Cancel and return').click();
    await main(page).getByText('paid by Visa ending in 3155').waitFor();
  });

  walk('a subscription is cancelled at its period\'s end, and that is taken back', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    const name = `Ende ${project} GmbH`;
    await create(reseller, server, { name }, () =>
      page.getByLabel('Save this card for later payments', { exact: true }).check());
    await go(reseller, 'Billing');
    await button(main(page), 'Cancel at the period’s end').press('Enter');
    const form = dialog(page, 'Cancel at the period’s end');
    await button(form, 'Cancel at the period’s end').click();
    await form.getByText('Choose a reason').first().waitFor();
    await look(reseller, 'cancel-fault');
    await field(form, 'Why?').selectOption('Too expensive');
    await field(form, 'Anything to add?').fill('We need fewer seats');
    await look(reseller, 'cancel');
    await button(form, 'Cancel at the period’s end').click();
    await main(page).getByText('Cancelled: it runs until 22 November 2027').waitFor();
    await until('the focus on the heading', () => hasFocus(heading(main(page), 'Automatic renewal')));
    await look(reseller, 'billing-cancelled');
    await go(reseller, 'Manage');
    await main(page).getByText('runs until 22 November 2027').waitFor();
    await go(reseller, 'Overview');
    await rows(page, name).first().waitFor();
    await go(reseller, 'Renew');
    await button(main(page), 'Take the cancellation back').press('Enter');
    await main(page).getByText('Renews by itself on 23 November 2027').waitFor();
  });
});
