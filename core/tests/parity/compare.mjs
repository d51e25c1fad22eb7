// Asks every request line of a file in wasm and compares the answers with the native ones, byte by
// byte: node compare.mjs FOLDER_OF_WASM_BINDGEN REQUESTS ANSWERS
// Fails on any difference, on fewer than 10,000 requests, and when hardly any was a valid one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [folder, requestsPath, answersPath] = process.argv.slice(2);
if (!answersPath) {
  console.error('usage: node compare.mjs FOLDER_OF_WASM_BINDGEN REQUESTS ANSWERS');
  process.exit(2);
}
const { answer } = createRequire(import.meta.url)(resolve(folder, 'quote_wasm.js'));

const lines = (path) => {
  const text = readFileSync(path, 'utf8');
  if (!text.endsWith('\n')) throw new Error(`${path} does not end with a whole line`);
  return text.slice(0, -1).split('\n');
};
const requests = lines(requestsPath);
const answers = lines(answersPath);

const problems = [];
if (requests.length < 10_000) problems.push(`only ${requests.length} requests, at least 10000 are needed`);
if (requests.length !== answers.length) problems.push(`${requests.length} requests but ${answers.length} answers`);

let quoted = 0;
let different = 0;
requests.forEach((request, index) => {
  const native = Buffer.from(answers[index] ?? '', 'utf8');
  const wasm = Buffer.from(answer(request), 'utf8');
  if (!('error' in JSON.parse(wasm))) quoted += 1;
  if (native.equals(wasm)) return;
  different += 1;
  if (different <= 5) problems.push(`line ${index + 1}: ${request}\n  native ${native}\n  wasm   ${wasm}`);
});
if (different > 0) problems.push(`${different} answers differ`);
if (quoted < requests.length / 2) problems.push(`only ${quoted} requests were valid`);

console.log(`${requests.length} requests (${quoted} quoted, ${requests.length - quoted} refused), ${different} differences`);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
