// Chromium with a fresh profile, as a desktop and as a phone, and a page that notices what went
// wrong unseen: exceptions, console errors (a broken Content-Security-Policy is one), replies of
// 500 and above.

import { chromium } from 'playwright-core';

export const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The two shapes in which every journey is walked. */
export const PROJECTS = [
  { name: 'desktop', viewport: { width: 1280, height: 800 } },
  { name: 'phone', viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
];

export const launch = () => chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });

/** What the browser itself says of a server that is not there. */
const UNREACHED = /net::ERR_(CONNECTION_|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/;

/**
 * A browser context of one person, and its page. While `misses` is set, the journey has stopped the
 * server: that it cannot be reached is then no error of the page.
 */
export async function person(browser, project, { locale = 'en-GB' } = {}) {
  const { name, ...shape } = project;
  const context = await browser.newContext({ ...shape, locale, timezoneId: 'Europe/Stockholm' });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const wrong = [];
  const noted = { page, project: name, phone: name === 'phone', wrong, misses: false };
  page.on('pageerror', (error) => wrong.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' || isRefusal(message)) return;
    if (!noted.misses || !UNREACHED.test(message.text())) wrong.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) wrong.push(`${response.status()} from ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why === 'net::ERR_ABORTED' || (noted.misses && UNREACHED.test(why))) return;
    wrong.push(`${why} from ${request.url()}`);
  });
  /** Ends this person's session in the browser; fails if anything went wrong unseen. */
  noted.leave = async () => {
    await context.close();
    if (wrong.length > 0) throw new Error(`went wrong unseen:\n${[...new Set(wrong)].join('\n')}`);
  };
  return noted;
}

/**
 * A 4xx of the portal's own API is an answer that the page shows, not an error of the page; nor is
 * the 404 of an address that no page has, which is shown as a page. A missing file stays an error.
 */
function isRefusal(message) {
  const refused = /^Failed to load resource: the server responded with a status of 4\d\d/;
  const { pathname } = new URL(message.location().url);
  return refused.test(message.text()) && (pathname.startsWith('/api/') || pathname === '/no-such-page');
}
