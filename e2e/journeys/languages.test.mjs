// The frame, the menu and a page in each language: nothing is left in another one.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { PROJECTS } from '../lib/browser.mjs';
import { journeys } from '../lib/journey.mjs';
import { until } from '../lib/until.mjs';

const LOCALES = { 'en-GB': 'en', 'sv-SE': 'sv', 'zh-CN': 'zh-Hans' };

journeys('languages', (walk) => {
  for (const [locale, lang] of Object.entries(LOCALES)) {
    walk(`sign-in speaks ${lang} to a browser that prefers it`, async ({ server, enter }) => {
      const visitor = await enter({ locale });
      await visitor.page.goto(server.address);
      await visitor.page.getByRole('main').getByRole('button').first().waitFor();
      await until(`the page to be marked ${lang}`, async () =>
        (await visitor.page.locator('html').getAttribute('lang')) === lang);
      await look(visitor, `sign-in-${lang}`);
      const words = await visitor.page.getByRole('main').textContent();
      assert.equal(/Password/.test(words), lang === 'en', words);
    });
  }
}, { projects: PROJECTS });
