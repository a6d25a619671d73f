/**
 * Polls over real sockets: what grows is a socket, a timer or a listener that is not let go of. Time is a hundred times as
 * fast, for the server, in a process of its own, as for the library.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommonCodeCache } from 'nestjs-common-code';
import type { Clock } from '../../lib/replica/clock.js';
import { Replicator } from '../../lib/replica/replicator.js';
import type { ScriptedRow } from '../support/scripted-electric.js';
import type { SoakElectric } from '../support/soak-electric.js';
import { differences, measure, type SoakMeasure } from '../support/soak-measure.js';

const { values } = parseArgs({
  options: {
    sockets: { type: 'boolean' },
    polls: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: '.tmp/reliability/soak-sockets.json' },
  },
});
const polls = Number(values.polls);
const seed = Number(values.seed);
const PACE = 100;

const fast: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now() * PACE,
  after(ms, callback, inBackground = false) {
    const timer = setTimeout(callback, ms / PACE);
    if (inBackground) timer.unref();
    return () => clearTimeout(timer);
  },
};

interface Said {
  readonly counts: SoakElectric['counts'];
  readonly connections: number;
  readonly table: readonly ScriptedRow[];
}

const started = Date.now();
const options = { seed, refetchEvery: Math.max(5, Math.floor(polls / 100)), pollMs: 1_000, pace: PACE };
const server = fork(join(import.meta.dirname, 'sockets-server.main.ts'), [JSON.stringify(options)], {
  execArgv: ['--import', 'tsx'],
});
const [{ port }] = (await once(server, 'message')) as [{ port: number }];

async function ask(what: 'counts' | 'quiet'): Promise<Said> {
  server.send(what);
  const [said] = await once(server, 'message');
  return said as Said;
}

let lines = 0;
const line = () => {
  lines += 1;
};
const replicator = new Replicator<Record<string, unknown>>(
  {
    electric: { url: `http://127.0.0.1:${port}` },
    shape: { table: 'common_code' },
    audit: { everyMs: 600_000, afterReset: true },
  },
  { log: line, warn: line, debug: () => {} },
  { clock: fast },
);
const cache = new CommonCodeCache(replicator);
cache.snapshot$.subscribe(() => {});
cache.changes$.subscribe(() => {});
cache.list$('group 1').subscribe(() => {});

replicator.start();
await cache.whenReady();
const measures: (SoakMeasure & { readonly connections: number })[] = [];
for (const part of [0.1, 0.25, 0.5, 0.75, 1]) {
  for (;;) {
    const { counts, connections } = await ask('counts');
    if (counts.live >= polls * part) {
      measures.push({ ...(await measure(replicator, cache, counts.live)), connections });
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let said = await ask('quiet');
for (let tries = 0; tries < 200 && differences(cache, said.table).length > 0; tries += 1) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  said = await ask('counts');
}
const missing = differences(cache, said.table);
const { version: versions, codes, state } = cache.status;
await replicator.stop();
await new Promise((resolve) => setTimeout(resolve, 200));
const after = await ask('counts');

const [quarter, last] = [measures[1], measures.at(-1)] as [(typeof measures)[0], (typeof measures)[0]];
const sockets = (of: SoakMeasure) => of.resources['TCPSocketWrap'] ?? 0;
const timeouts = (of: SoakMeasure) => of.resources['Timeout'] ?? 0;
const failures = [
  ...(sockets(last) > sockets(quarter) + 1 ? ['sockets grew'] : []),
  ...(last.connections > quarter.connections + 1 ? ['connections grew'] : []),
  ...(timeouts(last) > timeouts(quarter) + 3 ? ['timers grew'] : []),
  ...(last.abortListeners > quarter.abortListeners + 2 ? ['abort listeners grew'] : []),
  ...(last.subscribers > quarter.subscribers + 2 ? ['subscribers grew'] : []),
  ...missing.map((each) => `differs from the table: ${each}`).slice(0, 5),
  ...(after.counts.requests > said.counts.requests + 3 ? ['requests after the end (I11)'] : []),
];
const result = {
  suite: 'soak over sockets',
  seed,
  ...said.counts,
  versions,
  codes,
  state,
  lines,
  virtualHours: Math.round(((Date.now() - started) * PACE) / 3_600_000),
  measures,
  failures,
  durationMs: Date.now() - started,
  node: process.version,
};
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
server.disconnect(); // and nothing of ours keeps this process alive
