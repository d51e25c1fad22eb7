// An order that is disputed before its receipt was seen is paid all the same: its customer is chosen,
// and the form is empty for the next one.

import assert from 'node:assert/strict';

import { journeys } from '../lib/journey.mjs';
import {
  customersNamed, field, fillCreate, go, heading, main, payButton, payByCard, receipt, signIn,
} from '../lib/portal.mjs';
import { byTransfer, orderButton, paper } from '../lib/transfers.mjs';
import { until } from '../lib/until.mjs';

const DISPUTED = '4000000000000259';

journeys('disputed', (walk) => {
  walk('after a payment that its bank disputes at once, another customer is created', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const name = `Sofort ${project} GmbH`;
    await fillCreate(reseller, { name });
    await (await payButton(page)).pay.click();
    await payByCard(reseller, server, DISPUTED);
    await receipt(reseller);
    const box = page.getByRole('combobox', { name: 'Acting on', exact: true });
    await until('the customer chosen', async () => (await box.inputValue()) === name);
    await go(reseller, 'Create');
    await heading(main(page), 'Create a customer').waitFor();
    assert.equal(await field(main(page), 'Business name').inputValue(), '', 'what was typed has become licences');
    await fillCreate(reseller, { name: `Danach ${project} GmbH` });
    await byTransfer(reseller);
    await orderButton(page).click();
    await paper(page);
    assert.equal(await customersNamed(reseller, name), 1);
  });
}, { apart: true });
