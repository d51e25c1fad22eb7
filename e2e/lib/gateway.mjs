// The sandbox gateway as tests may ask it: what it has taken and given back, and what a payer's bank
// tells it.

const HEADERS = { authorization: 'Bearer sandbox-secret', 'content-type': 'application/json' };

async function ask(server, path, options = {}) {
  const told = await fetch(`${server.gateway}/v1/${path}`, { headers: HEADERS, ...options });
  if (!told.ok) throw new Error(`the gateway answered ${told.status}: ${await told.text()}`);
  return told;
}

/** All charges and refunds so far, in the order in which they happened. */
export const record = async (server) => (await ask(server, 'record')).json();

/** How often an order was charged. */
export async function chargesOf(server, order) {
  return (await record(server)).charges.filter((one) => one.order === order).length;
}

/** What the payer's bank says about an order's payment: `open`, then `won` or `lost`. */
export const bank = (server, order, state) =>
  ask(server, `test/payments/${order}/1/dispute`, { method: 'POST', body: JSON.stringify({ state }) });
