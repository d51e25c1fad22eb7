// The authenticator app on somebody's phone, in a few lines (RFC 6238).

import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;

/** The key that stands there to be typed into it. */
export const keyOn = async (card) => /[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}/.exec(await card.innerText())[0];

/** The app with this key, a step ahead where the present code was used. */
export function app(key) {
  const bits = [...key.replaceAll(' ', '')].map((sign) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  let used = 0;
  return {
    async code() {
      const step = Math.max(Math.floor(Date.now() / STEP_MS), used + 1);
      used = step;
      const counter = Buffer.alloc(8);
      counter.writeBigUInt64BE(BigInt(step));
      const mac = createHmac('sha1', secret).update(counter).digest();
      const at = mac.at(-1) & 15;
      return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
    },
  };
}
