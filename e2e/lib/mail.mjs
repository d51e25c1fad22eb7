// Mails as the demo writes them into its folder: the newest to an address, its words, its link.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { until } from './until.mjs';

/** Waits for the newest mail to an address whose words fit. */
export function mailTo(server, address, fits = () => true) {
  return until(`a mail to ${address}`, () => mailsTo(server, address, fits).at(-1));
}

/** The mails so far to an address whose words fit, the newest last. */
export function mailsTo(server, address, fits = () => true) {
  return mails(server.data)
    .filter((mail) => mail.to.toLowerCase().includes(address.toLowerCase()) && fits(mail.text))
    .sort((one, other) => one.at - other.at);
}

/** The first address in a mail that leads to a page of the portal by a secret. */
export function linkIn(mail, server, page = '') {
  const links = mail.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const link = links.find((link) => link.startsWith(`${server.address}/${page}`) && link.includes('#'));
  if (!link) throw new Error(`no link in:\n${mail.text}`);
  return link;
}

function mails(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.eml'))
    .map((entry) => read(join(entry.parentPath ?? entry.path, entry.name)));
}

function read(path) {
  const raw = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const [head] = split(raw);
  return { at: statSync(path).mtimeMs, to: header(head, 'to'), subject: header(head, 'subject'), text: plain(raw) };
}

/** The plain text of a mail or of a part of it. */
function plain(raw) {
  const [head, body] = split(raw);
  const type = header(head, 'content-type');
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary) {
    const parts = body.split(`--${boundary}`).slice(1, -1);
    return parts.map((part) => plain(part.replace(/^\n/, ''))).find((text) => text) ?? '';
  }
  if (type && !/^text\/plain/i.test(type)) return '';
  return decoded(body, header(head, 'content-transfer-encoding').toLowerCase());
}

function decoded(body, encoding) {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const joined = body.replace(/=\n/g, '');
  const bytes = joined.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function split(raw) {
  const at = raw.indexOf('\n\n');
  return at < 0 ? [raw, ''] : [raw.slice(0, at), raw.slice(at + 2)];
}

function header(head, name) {
  const unfolded = head.replace(/\n[ \t]+/g, ' ').split('\n');
  const line = unfolded.find((line) => line.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}
