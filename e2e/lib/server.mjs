// A server of its own for each file of journeys: free ports, a fresh demo database in a temporary
// folder, a told business date. It is ended by its process id, also when the tests fail, and can be
// away for a while: it comes back at the same address, with the same data and the same card gateway.

import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { out, top } from './places.mjs';

const binary = process.env.SEATKEEPER_BIN ?? join(top, 'target/debug/seatkeeper');
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const TODAY = '2026-11-23';

/** Starts the demo; answers its address, its card gateway's, its folder of data, and how it goes, comes back and ends. */
export async function startServer(name, settings = {}) {
  if (!existsSync(binary)) throw new Error(`${binary} is not built: cargo build --bin seatkeeper`);
  const data = mkdtempSync(join(tmpdir(), 'seatkeeper-e2e-'));
  const [port, gatewayPort] = [await freePort(), await freePort()];
  const log = join(out, `${name}.server.log`);
  mkdirSync(out, { recursive: true });
  const sink = createWriteStream(log);
  const address = `http://127.0.0.1:${port}`;
  const places = ['--data', data, '--port', String(port), '--gateway-port', String(gatewayPort)];
  let running;
  /** Ends the process; the data stays. */
  const goAway = () => running?.end();
  /** Starts it again, where wanted on another business date or with other settings of the seller. */
  const comeBack = async ({ today = TODAY, options = [] } = {}) => {
    running = run(['demo', ...places, '--today', today, ...options], sink);
    await answers(`${address}/readyz`, running.child);
  };
  const stop = async () => {
    await goAway();
    sink.end();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await comeBack(settings);
  } catch (error) {
    await stop();
    throw new Error(`the server did not start (see ${log})`, { cause: error });
  }
  const gateway = `http://127.0.0.1:${gatewayPort}`;
  return { address, gateway, data, log, goAway, comeBack, stop };
}

/** The process, and how it is ended. */
function run(words, sink) {
  const child = spawn(binary, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(sink, { end: false });
  child.stderr.pipe(sink, { end: false });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const end = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const limit = setTimeout(kill, STOP_LIMIT_MS);
      await ended;
      clearTimeout(limit);
    }
    process.off('exit', kill);
  };
  return { child, end };
}

async function answers(url, child) {
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer within ${START_LIMIT_MS / 1000} s`);
}

// none that the system itself gives to somebody: browsers open many connections, and a server that
// is away for a while comes back to its own port
const PORTS = { first: 20_000, count: 12_000 };
const MOST_TRIES = 50;

/** A loopback port that nobody has. */
export async function freePort() {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${PORTS.first} on`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
