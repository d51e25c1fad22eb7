// Compares the server's dates, numbers, amounts and percentages with Intl's, over every value of
// the golden quotes and some more, in every language. Kinds of space do not count.
// See README.md beside this file.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

const locales = { en: "en-GB", sv: "sv", "zh-Hans": "zh-Hans" };
const root = new URL("../../../", import.meta.url);
const program = process.argv[2] ?? new URL("target/debug/examples/formats", root).pathname;

const decimalsOf = {};
const core = readFileSync(new URL("core/src/currency.rs", root), "utf8");
const currencies = /CODES: &str = "\\\n([A-Z\\\n]+)"/.exec(core)[1].replace(/[^A-Z]/g, "").match(/.{3}/g);
// whole minor units as text: the largest are more than a number of JavaScript holds exactly
const minor = (text) => ({ minor: BigInt(text.replace(".", "")).toString(), digits: (text.split(".")[1] ?? "").length });

const dates = new Set(["2024-02-29", "2026-01-01", "2026-12-31", "9999-12-31"]);
const amounts = new Map();
const prices = new Map();
const percents = new Set(["0", "100", "12.5", "25.5", "33.333333", "0.0001"]);
const folder = new URL("core/tests/quotes/", root);
const goldens = readdirSync(folder).filter((name) => name.endsWith(".txt"));
for (const name of goldens) {
  for (const block of readFileSync(new URL(name, folder), "utf8").split("\n\n")) {
    for (const [date] of block.matchAll(/\d{4}-\d\d-\d\d/g)) dates.add(date);
    for (const [, percent] of block.matchAll(/(\d+(?:\.\d+)?) %/g)) percents.add(percent);
    for (const [, currency, unit] of block.matchAll(/unit = ([A-Z]{3}) ([\d.]+)/g)) prices.set(`${unit} ${currency}`, { value: unit, currency });
    const currency = /Total in ([A-Z]{3})/.exec(block)?.[1];
    if (!currency) continue;
    for (const [, amount] of block.matchAll(/ (-?\d+(?:\.\d+)?)$/gm)) {
      const { minor: value, digits } = minor(amount);
      decimalsOf[currency] = digits;
      amounts.set(`${amount} ${currency}`, { minor: value, currency });
    }
  }
}
if (goldens.length < 5 || dates.size < 20 || amounts.size < 100) throw new Error("the golden quotes were not read");
for (let month = 1; month <= 12; month += 1) dates.add(`2027-${String(month).padStart(2, "0")}-03`);
for (const currency of ["EUR", "USD", "GBP", "SEK", "DKK", "NOK", "CHF", "PLN", "CNY", "CAD"]) {
  decimalsOf[currency] = 2;
  for (const value of [0, 1, -1, 99999, 100000, -123456789, 999999999999]) amounts.set(`${value} ${currency}`, { minor: String(value), currency });
}

const requests = [];
for (const [language, locale] of Object.entries(locales)) {
  const ask = (request, expected) => requests.push({ request: [language, request], expected });
  const day = (style) => (value) => new Intl.DateTimeFormat(locale, { dateStyle: style, timeZone: "UTC" }).format(new Date(`${value}T00:00Z`));
  const money = (text, currency, digits) =>
    new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(text);
  for (const value of dates) {
    ask({ kind: "long_date", value }, day("long")(value));
    ask({ kind: "date", value }, day("medium")(value));
  }
  for (const { minor: value, currency } of amounts.values()) {
    const digits = decimalsOf[currency];
    ask({ kind: "money", minor: value, currency }, money(`${value}E-${digits}`, currency, digits));
  }
  for (const { value, currency } of prices.values()) {
    const digits = Math.max((value.replace(/0+$/, "").split(".")[1] ?? "").length, decimalsOf[currency] ?? 2);
    ask({ kind: "unit_price", value, currency }, money(value, currency, digits));
  }
  for (const value of percents) {
    ask({ kind: "percent", value }, new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 16 }).format(`${value}E-2`));
  }
  for (const value of [0, 7, 999, 1000, 12345, 100000]) ask({ kind: "number", value }, new Intl.NumberFormat(locale).format(value));
  // every currency's symbol and its place; four decimals are as many as any currency has
  for (const currency of currencies) ask({ kind: "unit_price", value: "1.2345", currency }, money("1.2345", currency, 4));
  const names = new Intl.DisplayNames(locale, { type: "region" });
  for (const value of ["SE", "DE", "FR", "GB", "US", "CN", "JP", "AX", "MC", "GR"]) ask({ kind: "country", value }, names.of(value));
}

const input = requests.map(({ request }) => `${JSON.stringify(request).replace(/"minor":"(-?\d+)"/, '"minor":$1')}\n`).join("");
const { status, stdout, stderr, error } = spawnSync(program, { input, encoding: "utf8", maxBuffer: 1 << 28 });
if (status !== 0) throw new Error(`${program} failed: ${error ?? stderr}`);
const answers = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
if (answers.length !== requests.length) throw new Error(`${requests.length} questions, ${answers.length} answers`);

const spaces = /[\u00a0\u2000-\u200a\u202f]/g;
let wrong = 0;
requests.forEach(({ request, expected }, at) => {
  if (expected.replace(spaces, " ") === answers[at].replace(spaces, " ")) return;
  wrong += 1;
  if (wrong <= 20) console.error(`${JSON.stringify(request)}: the server writes ${JSON.stringify(answers[at])}, Intl ${JSON.stringify(expected)}`);
});
if (wrong > 0) {
  console.error(`${wrong} of ${requests.length} values differ`);
  process.exit(1);
}
console.log(`${requests.length} values are written alike by the server and by Intl (ICU ${process.versions.icu}, CLDR ${process.versions.cldr})`);
