// Ten thousand members at once: the bar moves, the page answers meanwhile, one can stop and go on, and
// more than that is refused before anything is sent.

import assert from 'node:assert/strict';

import { look } from '../lib/axe.mjs';
import { PROJECTS } from '../lib/browser.mjs';
import { journeys } from '../lib/journey.mjs';
import { button, create, field, go, heading, main, rows, signIn } from '../lib/portal.mjs';
import { until } from '../lib/until.mjs';

const MOST = 10_000;
const addresses = (count) => Array.from({ length: count }, (_, at) => `m${at}@many.example`).join('\n');
const file = (buffer) => ({ name: 'people.txt', mimeType: 'text/plain', buffer: Buffer.from(buffer) });

journeys('many', (walk) => {
  walk('ten thousand, with a stop on the way', async ({ server, enter }) => {
    const reseller = await enter();
    const { page } = reseller;
    await signIn(reseller, server, 'reseller@example.com');
    await create(reseller, server, { name: 'Viele GmbH', licences: MOST });
    await go(reseller, 'Manage');
    await button(main(page), 'Add many').click();
    const typed = field(main(page), 'E-mail addresses');
    const choose = main(page).getByLabel('Choose a .txt or .csv file', { exact: true });

    await choose.setInputFiles(file('a@many.example\n'.repeat(400_000)));
    await main(page).getByText(/larger than 4 MB/).first().waitFor();
    await choose.setInputFiles(file(addresses(MOST + 1)));
    await main(page).getByText('10,001 addresses', { exact: true }).waitFor();
    await button(main(page), 'Add these members').click();
    await main(page).getByText('At most 10,000 addresses can be added at once.').first().waitFor();
    await look(reseller, 'many-too-many');

    await choose.setInputFiles(file(addresses(MOST)));
    await main(page).getByText('10,000 addresses', { exact: true }).waitFor();
    await button(main(page), 'Add these members').click();
    const bar = main(page).getByRole('progressbar', { name: 'Members are being added' });
    await bar.waitFor();
    await main(page).getByText(/^[1-9]00 of 10,000$/).waitFor();
    await look(reseller, 'many-running');
    await button(main(page), 'Stop').click();
    await main(page).getByText(/members were added and told by mail$/).waitFor();
    const left = (await typed.inputValue()).split('\n').length;
    assert.ok(left > 0 && left < MOST, `${left} are left in the field`);

    await button(main(page), 'Add these members').click();
    await bar.waitFor();
    // the page goes on answering: another one of it can be looked at, and typed in
    const search = field(main(page), 'Find a member by address');
    await search.fill('m9999@');
    await until('what was typed', async () => (await search.inputValue()) === 'm9999@');
    await main(page).getByText(/members were added and told by mail$/).waitFor({ timeout: 150_000 });
    assert.equal(await typed.inputValue(), '');
    await rows(page, 'm9999@many.example').waitFor();
    await heading(main(page), 'No licence is left').or(main(page).getByText('No licence is left', { exact: true })).first().waitFor();
    await look(reseller, 'many-done');
  });
}, { projects: PROJECTS.filter(({ name }) => name === 'desktop') });
