// Accessibility of a page as it stands, in the light and in the dark scheme, with a screenshot
// of both under target/e2e/. Any violation of any rule fails, when the person leaves.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { AxeBuilder } from '@axe-core/playwright';

import { out } from './places.mjs';

// what is as it should be is not told: telling it takes a third of the time
const TOLD = { resultTypes: ['violations'] };
const OPTIONS = {
  // off unless asked for: something to press is at least 24 pixels wide and high (WCAG 2.2, 2.5.8)
  light: { ...TOLD, rules: { 'target-size': { enabled: true } } },
  // the schemes differ in their colours only: all that axe judges by them
  dark: { ...TOLD, runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
};

/** Looks at the person's page; `name` names the screenshots. */
export async function look(person, name) {
  const folder = join(out, person.project);
  mkdirSync(folder, { recursive: true });
  for (const [colorScheme, options] of Object.entries(OPTIONS)) {
    // a colour in the middle of its change has no contrast to judge
    await person.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await person.page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
    // "legacy" only leaves out frames of other origins, which no page has, and takes half the time
    const { violations } = await new AxeBuilder({ page: person.page }).setLegacyMode().options(options).analyze();
    for (const violation of violations) person.wrong.push(`axe on ${name}, ${colorScheme}: ${told(violation)}`);
  }
  await person.page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await fits(person, name);
}

const told = ({ id, help, nodes }) =>
  `${id}: ${help}\n  ${nodes.map((node) => `${node.html}\n    ${node.failureSummary}`).join('\n  ')}`;

/** Nothing may stick out sideways. */
async function fits(person, name) {
  const [wide, room] = await person.page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  if (wide > room) person.wrong.push(`${name} is ${wide} px wide in ${room} px`);
}
