// A file of journeys: one server, one browser, and each journey walked as a desktop and a phone.

import { after, before, describe, it } from 'node:test';
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';

import { launch, person, PROJECTS } from './browser.mjs';
import { out } from './places.mjs';
import { startServer } from './server.mjs';

/**
 * `journeys` is called once for each shape with `walk(name, async ({ server, enter, project }) => …)`.
 * With `apart`, each walk has a server of its own, to do with as it likes.
 */
export function journeys(name, define, { projects = PROJECTS, apart = false, ...settings } = {}) {
  let shared;
  let browser;
  before(async () => {
    if (!apart) shared = await startServer(name, settings);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await shared?.stop();
  });
  for (const project of projects) {
    let walks = 0;
    describe(`${name}, ${project.name}`, () => {
      define((title, steps) => {
        walks += 1;
        const own = `${name}-${project.name}-${walks}`;
        it(title, { timeout: 180_000 }, async () => {
          const server = shared ?? await startServer(own, settings);
          try {
            await walk(title, { server, project, steps });
          } finally {
            if (apart) await server.stop();
          }
        });
      }, project);
    });
  }

  async function walk(title, { server, project, steps }) {
    const people = [];
    const enter = async (options) => {
      people.push(await person(browser, project, options));
      return people.at(-1);
    };
    try {
      await steps({ server, enter, project: project.name });
    } catch (error) {
      await Promise.all(people.map((one, index) => last(one, `${title}-${index}`)));
      const unseen = people.flatMap((one) => one.wrong);
      if (unseen.length === 0) throw error;
      throw new Error(`${error.message}\nand went wrong unseen:\n${unseen.join('\n')}`, { cause: error });
    }
    for (const one of people) await one.leave();
  }
}

/** What was on the screen when a journey failed. */
async function last({ page, project }, title) {
  const folder = join(out, project);
  mkdirSync(folder, { recursive: true });
  const file = `FAILED-${title.replace(/[^a-z0-9]+/gi, '-')}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true }).catch(() => {});
  await page.context().close().catch(() => {});
}
