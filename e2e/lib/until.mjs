// Waiting for something to become true; a limit instead of a hope.

const LIMIT_MS = 10_000;

/** Asks again and again until the answer is truthy, and answers it. */
export async function until(what, ask, limit = LIMIT_MS) {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
