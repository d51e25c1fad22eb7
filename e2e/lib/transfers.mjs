// Bank transfers: an order that waits on paper, and the money that staff record for it.

import { button, dialog, field, fillCreate, go, hasFocus, heading, main, radio } from './portal.mjs';
import { until } from './until.mjs';

/** The field that names an entry for ever. */
export const ENTRY = "Bank's reference of the entry";

/** Chooses the transfer; its label lies above the dot and takes the press. */
export const byTransfer = ({ page }) => radio(main(page), 'Payment', 'Bank transfer').check({ force: true });

/** The button of Create that orders by transfer. */
export const orderButton = (page) => main(page).getByRole('button', { name: /^Order – €.* by transfer$/ });

/** The reference on the paper that one is led to. */
export async function paper(page) {
  await heading(main(page), 'Payment request').waitFor();
  return (await main(page).getByText(/^RF\d\d 2026/).first().textContent()).trim();
}

/** Orders a new customer by transfer, and answers the reference on the paper. */
export async function order(person, typed) {
  const { page } = person;
  await go(person, 'Create');
  await fillCreate(person, typed);
  await byTransfer(person);
  await orderButton(page).click();
  return paper(page);
}

/** Opens the form for money, and fills it in. */
export async function moneyFor({ page }, reference, typed) {
  await button(main(page), `Record money ${reference}`).click();
  const form = dialog(page, `Money for ${reference}`);
  await until('the focus in the form', () => hasFocus(field(form, ENTRY)));
  await field(form, ENTRY).fill(typed.entry);
  if (typed.amount) await field(form, 'Amount').fill(typed.amount);
  return form;
}

/** Records money for a reference as one of the seller's people. */
export async function record(person, reference, typed) {
  const form = await moneyFor(person, reference, typed);
  await typed.looked?.(form);
  await button(form, 'Record money').click();
}
