// Reads VAT numbers, a line each; prints jsvat's and stdnum's verdicts: right, wrong or none.
// node vat_numbers.cjs NODE_MODULES
const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');
const modules = resolve(process.argv[2]);
const jsvat = require(`${modules}/jsvat`);
const { stdnum } = require(`${modules}/stdnum`);

const byJsvat = {};
for (const country of Object.values(jsvat)) {
  if (country && country.codes && country.calcFn) byJsvat[country.codes[0] === 'GR' ? 'EL' : country.codes[0]] = country;
}
// the module of each country that checks its VAT numbers
const names = { AT: 'uid', BE: 'vat', BG: 'vat', CY: 'vat', CZ: 'dic', DE: 'vat', DK: 'cvr', EE: 'kmkr', EL: 'vat',
  ES: 'nif', FI: 'alv', FR: 'tva', HR: 'oib', HU: 'anum', IE: 'vat', IT: 'iva', LT: 'pvm', LU: 'tva', LV: 'pvn',
  MT: 'vat', NL: 'btw', PL: 'nip', PT: 'nif', RO: 'cui', SE: 'vat', SI: 'ddv', SK: 'dph', XI: 'vat' };
const countries = { EL: 'GR', XI: 'GB' };

const say = (right) => (right ? 'right' : 'wrong');
const lines = readFileSync(0, 'utf8').trimEnd().split('\n');
const out = lines.map((number) => {
  const prefix = number.slice(0, 2);
  const country = byJsvat[prefix];
  let first = 'none';
  if (country) first = say(jsvat.checkVAT(number, [country]).isValid);
  const validator = stdnum[countries[prefix] ?? prefix]?.[names[prefix]];
  let second = 'none';
  if (validator) {
    try { second = say(validator.validate(prefix === 'XI' ? `GB${number.slice(2)}` : number).isValid); } catch { second = 'wrong'; }
  }
  return `${first} ${second}`;
});
process.stdout.write(`${out.join('\n')}\n`);
