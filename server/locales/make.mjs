// Writes countries.json and currencies.json from Node's Intl (CLDR), for the languages of the
// portal and the countries and currencies that core knows. Run again when core's lists grow:
//   node server/locales/make.mjs
import { readFileSync, writeFileSync } from "node:fs";

// A language's words, and the locale whose forms its dates, numbers and amounts take.
const languages = { en: "en-GB", sv: "sv", "zh-Hans": "zh-Hans" };

const here = new URL(".", import.meta.url);
const core = (name) => readFileSync(new URL(`../../core/src/${name}.rs`, here), "utf8");
const codes = (name, letters) => {
  const text = /CODES: &str = "\\\n([A-Z\\\n]+)"/.exec(core(name))[1].replace(/[^A-Z]/g, "");
  return text.match(new RegExp(`.{${letters}}`, "g"));
};

const countries = {};
for (const [language, locale] of Object.entries(languages)) {
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  countries[language] = Object.fromEntries(codes("country", 2).map((code) => [code, names.of(code)]));
}

// The pattern of an amount, `#` where the number stands; the sign comes before everything.
const pattern = (locale, currency) => {
  const parts = new Intl.NumberFormat(locale, { style: "currency", currency }).formatToParts(1);
  const digits = ["integer", "decimal", "fraction"];
  return parts.map(({ type, value }) => (type === "integer" ? "#" : digits.includes(type) ? "" : value)).join("");
};
const currencies = {};
for (const [language, locale] of Object.entries(languages)) {
  const other = pattern(locale, "XTS").replace("XTS", "¤");
  currencies[language] = { other };
  for (const code of codes("currency", 3)) {
    const own = pattern(locale, code);
    if (own !== other.replace("¤", code)) currencies[language][code] = own;
  }
}

for (const [name, table] of Object.entries({ countries, currencies })) {
  writeFileSync(new URL(`${name}.json`, here), `${JSON.stringify(table, null, 1)}\n`);
}
