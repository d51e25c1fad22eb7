// Where things lie.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder. */
export const top = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Screenshots and logs of a run. */
export const out = process.env.SEATKEEPER_E2E_OUT ?? join(top, 'target/e2e');
