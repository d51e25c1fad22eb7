// A VAT number on Create: what the EU register says of it is said beside the field, and what
// follows for the VAT stands in the quote before anybody pays.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { issued } from '../lib/documents.mjs';
import { journeys } from '../lib/journey.mjs';
import {
  button, field, fillCreate, go, hasFocus, keptAsTyped, main, payButton, payByCard, quote, receipt, signIn,
} from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const CONFIRMED = 'DE136695976';
// three licences of a year at 9.99 with 20 % discount: net, and with Germany's 19 %
const [NET, WITH_VAT] = ['€287.71', '€342.37'];

/** Numbers that are not confirmed, and what is said of them; some are looked at. */
const UNCONFIRMED = [
  ['DE100000008', 'The EU register does not know DE100000008. VAT is charged.'],
  ['DE200000005', 'DE200000005 is registered under another name than', 'vat-name-differs'],
  ['DE300000002', 'The register confirms DE300000002 but withholds the name'],
  ['DE600000004', 'The EU register does not answer just now.'],
  ['DE136695977', 'The check digits do not fit', 'vat-check-digit'],
];

/** Numbers that cannot be one, and the sentence at the field. */
const WRONG = [
  ['DE12', 'This is not how EU VAT numbers of this country are written. Compare it, or leave the field empty.'],
  ['FR40303265045', 'This VAT number does not belong to the country chosen. Change either, or leave the field empty.'],
];

journeys('vat', (walk) => {
  walk('a confirmed number brings reverse charge, and without VAT it is paid', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Südkai ${project} GmbH`, vat: CONFIRMED };
    await fillCreate(reseller, { ...typed, vat: undefined });
    await until('VAT', async () => (await payButton(page)).amount === WITH_VAT);
    await leaveVatNumber(page, CONFIRMED);
    await says(page, `Confirmed for ${typed.name}`);
    const { pay, amount } = await payButton(page);
    assert.equal(amount, NET);
    const words = await quote(page).innerText();
    assert.match(words, /VAT 0\s?%\s+€0\.00/);
    assert.ok(words.includes(`Reverse charge: ${CONFIRMED} is confirmed`), words);
    await look(reseller, 'vat-confirmed');

    await pay.click();
    await payByCard(reseller, server);
    await receipt(reseller);
    const paid = await main(page).innerText();
    assert.ok(paid.includes(NET) && paid.includes('Reverse charge'), paid);
    await look(reseller, 'vat-receipt');
    await theInvoiceIsADocument(reseller);
  });

  walk('a number that is not confirmed is said to be so, and VAT is charged', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    await fillCreate(reseller, { name: `Nordkai ${project} GmbH` });
    for (const [number, sentence, looked] of UNCONFIRMED) {
      await leaveVatNumber(page, number);
      await says(page, sentence);
      assert.equal((await payButton(page)).amount, WITH_VAT, number);
      assert.ok(!/Reverse charge/.test(await quote(page).innerText()), number);
      if (looked) await look(reseller, looked);
    }
    // another name may be the registered one
    await leaveVatNumber(page, 'DE200000005');
    await field(main(page), 'Business name').fill('Südwind Spedition GmbH');
    await field(main(page), 'Business name').blur();
    await until('no VAT', async () => (await payButton(page)).amount === NET);
  });

  walk('until a slow register has answered, VAT is charged', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    await fillCreate(reseller, { name: `Gemach ${project} GmbH` });
    await leaveVatNumber(page, 'DE500000007');
    await says(page, 'Asking the EU register. Until it answers, VAT is charged.');
    assert.equal((await payButton(page)).amount, WITH_VAT);
    await says(page, `Confirmed for Gemach ${project} GmbH`);
    assert.equal((await payButton(page)).amount, NET);
  });

  walk('a number that cannot be one is told at the field and in the summary', async ({ server, enter, project }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await go(reseller, 'Create');
    const typed = { name: `Falsch ${project} GmbH` };
    await fillCreate(reseller, typed);
    const number = field(main(page), 'VAT number');
    for (const [text, sentence] of WRONG) {
      await leaveVatNumber(page, text);
      await until(`what is wrong with ${text}`, () => describes(number, sentence));
      assert.equal(await number.getAttribute('aria-invalid'), 'true');
      await main(page).getByRole('button', { name: /^Pay/ }).click();
      const summary = main(page).getByRole('alert').filter({ hasText: sentence });
      await until('a focused summary', () => hasFocus(summary));
      await look(reseller, `vat-wrong-${text}`);
      await summary.getByRole('link', { name: sentence, exact: true }).click();
      await until('the focus in the field', () => hasFocus(number));
      await keptAsTyped(page, { ...typed, vat: text });
    }
    await leaveVatNumber(page, '');
    await payButton(page);
    assert.equal(await main(page).getByRole('alert').count(), 0, 'the summary goes with the fault');
  });
});

async function leaveVatNumber(page, number) {
  await field(main(page), 'VAT number').fill(number);
  await field(main(page), 'VAT number').blur();
}

/** The sentence stands below the field, and is read out with it. */
const says = (page, sentence) =>
  until(sentence, () => describes(field(main(page), 'VAT number'), sentence));

const describes = (control, sentence) => control.evaluate((element, wanted) => {
  const ids = (element.getAttribute('aria-describedby') ?? '').split(' ');
  return ids.some((id) => document.getElementById(id)?.innerText.includes(wanted));
}, sentence);

/** The receipt leads to the document, whose words the server's tests read. */
async function theInvoiceIsADocument({ page }) {
  const link = main(page).getByRole('link', { name: /^\d{4}-\d{6}$/ });
  await link.waitFor({ timeout: 20_000 });
  await issued(link, `Invoice ${await link.innerText()}`);
}
