// Two presses where one is meant, as hands make them: at the same place, whatever stands there by
// then; and how many orders came of it.

import { fillCard, button, receipt } from './portal.mjs';

/** At once, before anything can have changed; and as slowly as a double press still is. */
export const GAPS = [{ pace: 'at-once', gap: 0 }, { pace: 'slowly', gap: 300 }];

/** Presses where the button is, and there again as the second press of a double one; a phone is tapped. */
export async function pressTwice({ page, phone }, control, gap) {
  // no hand is as fast as a button that has only just appeared
  await control.click({ trial: true });
  const { x, y, width, height } = await control.boundingBox();
  const at = [x + width / 2, y + height / 2];
  const pause = () => new Promise((resolve) => setTimeout(resolve, gap));
  if (phone) {
    const tap = () => page.touchscreen.tap(...at);
    // without a pause the second is on its way before anything has come of the first
    await Promise.all([tap(), gap === 0 ? tap() : pause().then(tap)]);
  } else if (gap === 0) {
    await page.mouse.dblclick(...at);
  } else {
    await page.mouse.click(...at);
    await pause();
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
  }
}

/** Pays on the gateway's page, by two presses. */
export async function payTwice(person, gap, card = undefined) {
  await button(person.page, 'Pay').waitFor();
  await fillCard(person.page, card);
  await pressTwice(person, button(person.page, 'Pay'), gap);
  await receipt(person);
}

/** The ids under which orders are placed from now on. */
export function ordersOf(page) {
  const ids = new Set();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'POST' && pathname === '/api/orders') ids.add(request.postDataJSON().id);
  });
  return ids;
}
