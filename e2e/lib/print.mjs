// A page as a printer is given it, beside the screenshots of it on a screen.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { out } from './places.mjs';

/** Photographs the person's page as it would be printed; nothing may stick out sideways. */
export async function print({ page, project, wrong }, name) {
  const folder = join(out, project);
  mkdirSync(folder, { recursive: true });
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: join(folder, `${name}-print.png`), fullPage: true });
  const [wide, room] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  if (wide > room) wrong.push(`${name}, printed, is ${wide} px wide in ${room} px`);
  await page.emulateMedia({ media: null });
}
