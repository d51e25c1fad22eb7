// Sign-in, the frame and the pages of the main job in each language: nothing is left in another one.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { look } from '../lib/axe.mjs';
import { PROJECTS } from '../lib/browser.mjs';
import { journeys } from '../lib/journey.mjs';
import { top } from '../lib/places.mjs';
import { button, field, main, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const LOCALES = { 'en-GB': 'en', 'sv-SE': 'sv', 'zh-CN': 'zh-Hans' };
const OWN_NAMES = { en: 'English', sv: 'Svenska', 'zh-Hans': '简体中文' };

const texts = Object.fromEntries(Object.keys(OWN_NAMES).map((lang) =>
  [lang, JSON.parse(readFileSync(join(top, `app/locales/${lang}.json`), 'utf8'))]));

journeys('languages', (walk) => {
  for (const [locale, lang] of Object.entries(LOCALES)) {
    walk(`sign-in speaks ${lang} to a browser that prefers it`, async ({ server, enter }) => {
      const visitor = await enter({ locale });
      await visitor.page.goto(server.address);
      await visitor.page.getByRole('main').getByRole('button').first().waitFor();
      await speaks(visitor, lang);
      await look(visitor, `sign-in-${lang}`);
      await nothingForeign(visitor, lang);
    });

    walk(`a reseller works in ${lang}`, async ({ server, enter }) => {
      // the browser prefers another language than the account's: the account's is spoken
      const reseller = await enter();
      const { page } = reseller;
      await signIn(reseller, server, 'reseller@example.com');
      await page.goto(`${server.address}/account`);
      await chooses(page, texts.en, lang);
      await speaks(reseller, lang);
      const customer = await someCustomer(page, server);
      for (const [path, name] of [
        ['account', 'account'],
        ['', 'overview'],
        ['create', 'create'],
        [`manage?on=${customer}`, 'manage'],
        [`purchase-licence?on=${customer}`, 'purchase'],
      ]) {
        await page.goto(`${server.address}/${path}`);
        await page.waitForLoadState('networkidle');
        await main(page).getByRole('heading').first().waitFor();
        await speaks(reseller, lang);
        await look(reseller, `${name}-${lang}`);
        await nothingForeign(reseller, lang);
        if (name === 'create') await countriesInOrder(page, lang);
      }
      await page.goto(`${server.address}/account`);
      await chooses(page, texts[lang], 'en');
      await speaks(reseller, 'en');
      await button(main(page), texts.en['account.sign_out_everywhere']).waitFor();
    });
  }
}, { projects: PROJECTS });

/** Chooses a language, until the account knows: a page that is left at once would not have told it. */
async function chooses(page, spoken, lang) {
  const choice = field(main(page), spoken['account.language.label']);
  if ((await choice.inputValue()) === lang) return;
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/api/language')),
    choice.selectOption({ label: OWN_NAMES[lang] }),
  ]);
}

const speaks = ({ page }, lang) => until(`the page to be marked ${lang}`, async () =>
  (await page.locator('html').getAttribute('lang')) === lang);

/** No whole text on the page is one that belongs to another language alone. */
async function nothingForeign({ page }, lang) {
  const own = new Set(Object.values(texts[lang]));
  const foreign = new Set(Object.keys(texts).filter((other) => other !== lang)
    .flatMap((other) => Object.values(texts[other])).filter((text) => !own.has(text)));
  const shown = await page.evaluate(() => {
    const found = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) found.push(node.data.trim());
      else found.push(...['aria-label', 'title', 'placeholder', 'alt'].map((name) => node.getAttribute(name) ?? ''));
    }
    return found.filter(Boolean);
  });
  assert.ok(shown.some((text) => own.has(text)), 'the page shows texts of its language');
  assert.deepEqual(shown.filter((text) => foreign.has(text)), [], `in ${lang}`);
}

/** Sorted as the language sorts, which is not as its code points come. */
async function countriesInOrder(page, lang) {
  const names = await field(main(page), texts[lang]['field.country']).locator('option:not([hidden])').allTextContents();
  assert.ok(names.length > 200, `${names.length} countries`);
  const tag = Object.keys(LOCALES).find((locale) => LOCALES[locale] === lang);
  const sorted = await page.evaluate(([list, locale]) => [...list].sort(new Intl.Collator(locale).compare), [names, tag]);
  assert.deepEqual(names, sorted);
}

/** The id of a demo customer, as the link from the overview has it. */
async function someCustomer(page, server) {
  await page.goto(server.address);
  const link = main(page).locator('a[href*="?on="]').first();
  await link.waitFor();
  return new URL(await link.getAttribute('href'), server.address).searchParams.get('on');
}
