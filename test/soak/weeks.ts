/** The equivalent of weeks of polls, on a clock that goes on by itself: what must not grow, at a quarter and at the end. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { CommonCodeCache, type CommonCodeSnapshot, type SnapshotStore, type StoredRow } from 'nestjs-common-code';
import { type Subscription, take } from 'rxjs';
import { Replicator } from '../../lib/replica/replicator.js';
import { FuzzClock } from '../support/fuzz-clock.js';
import { Dice } from '../support/fuzz-dice.js';
import { fetchFrom, SoakElectric } from '../support/soak-electric.js';
import { differences, measure, type SoakMeasure } from '../support/soak-measure.js';

const { values } = parseArgs({
  options: {
    sockets: { type: 'boolean' },
    polls: { type: 'string', default: '200000' },
    refetches: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: '.tmp/reliability/soak.json' },
  },
});
const polls = Number(values.polls);
const refetches = Number(values.refetches ?? Math.ceil(polls / 200));
/** Before anything is measured: what is compiled and cached once is no leak. */
const warmUp = Math.ceil(polls / 10);

const dice = new Dice(Number(values.seed));
const clock = new FuzzClock();
const electric = new SoakElectric(dice, Math.floor((polls + warmUp) / (refetches * 1.11)));
const fetch = fetchFrom(electric, clock, () => {
  clock.activity += 1;
});
let lines = 0;
const line = () => {
  lines += 1;
};

const rows = new Map<string, StoredRow>();
const store: SnapshotStore = {
  load: async () => undefined,
  async save({ reset, upserts, deletes }) {
    if (reset) rows.clear();
    for (const [key, row] of upserts) rows.set(key, row);
    for (const key of deletes) rows.delete(key);
  },
  close: async () => {},
};
const replicator = new Replicator<Record<string, unknown>>(
  {
    electric: { url: 'http://electric.test', fetch, secret: async () => 'secret', headers: () => ({ 'x-token': 't' }) },
    shape: { table: 'common_code' },
    mapping: { parent: (row) => (String(row['code']).endsWith('7') ? String(row['code']) : null) }, // cycles of one
    store,
    audit: { everyMs: 3_600_000, afterReset: true },
  },
  { log: line, warn: line, debug: () => {} },
  { clock, random: dice.next, pacer: { breathe: () => undefined } },
);
const cache = new CommonCodeCache(replicator);

const told = { snapshots: 0, changes: 0, lists: 0, statuses: 0 };
cache.snapshot$.subscribe(() => {
  told.snapshots += 1;
});
cache.changes$.subscribe(() => {
  told.changes += 1;
});
cache.list$('group 1').subscribe(() => {
  told.lists += 1;
});
cache.status$.subscribe(() => {
  told.statuses += 1;
});

const guests: Subscription[] = [];

/** What an application does meanwhile: requests come and read, subscribers come and go. */
function live(): void {
  const group = dice.pick(cache.groups());
  for (const { code } of cache.list(group)) cache.label(group, code);
  cache.tree(group);
  cache.findByLabel(group, 'x');
  cache.labels(group);
  if (!dice.chance(0.1)) return;
  guests.push(cache.list$(group).subscribe(), cache.list$(group).pipe(take(2)).subscribe());
  guests.push(cache.changes$.pipe(take(3)).subscribe(), cache.snapshot$.pipe(take(2)).subscribe());
  guests.push(cache.status$.subscribe());
  for (const guest of guests.splice(0, guests.length - 10)) guest.unsubscribe();
  cache.whenReady({ timeoutMs: 1_000, signal: new AbortController().signal }).catch(() => {});
  if (dice.chance(0.01)) cache.audit().catch(() => {});
}

async function reach(target: number): Promise<void> {
  let seen = electric.counts.live;
  await clock.run(() => {
    if (electric.counts.live > seen && replicator.state.snapshot !== undefined) live();
    seen = electric.counts.live;
    return electric.counts.live >= target;
  });
}

function shownOf(snapshot: CommonCodeSnapshot): string {
  return JSON.stringify(snapshot.groups().map((group) => snapshot.listAll(group)));
}

const started = Date.now();
replicator.start();
await reach(warmUp);
/** Somebody holds an old version all the time. */
const held = cache.snapshot;
const heldCodes = shownOf(held);
const measures: SoakMeasure[] = [];
for (const part of [0.05, 0.25, 0.5, 0.75, 1]) {
  await reach(warmUp + Math.round(polls * part));
  measures.push(await measure(replicator, cache, Math.round(polls * part), clock.pending));
}
// what has not been told yet is told now
electric.isQuiet = true;
const quietFrom = clock.monotonic();
await clock.run(() => clock.monotonic() > quietFrom + 300_000);
const missing = differences(cache, electric.table.values());
const { version: versions, codes, state } = cache.status;
await replicator.stop();

const [quarter, last] = [measures[1], measures.at(-1)] as [SoakMeasure, SoakMeasure];
const growth = last.heapUsed / quarter.heapUsed - 1;
const failures = [
  ...(Math.abs(growth) > 0.02 ? [`heapUsed grew by ${(growth * 100).toFixed(2)} %`] : []),
  ...(last.subscribers > quarter.subscribers + 12 ? ['subscribers grew'] : []),
  ...(last.followers > quarter.followers + 4 ? ['followers of groups grew'] : []),
  ...(last.abortListeners > quarter.abortListeners + 2 ? ['abort listeners grew'] : []),
  ...(last.timers > quarter.timers + 3 ? ['timers grew'] : []),
  ...missing.map((each) => `differs from the table: ${each}`).slice(0, 5),
  ...(shownOf(held) === heldCodes ? [] : ['I1: a version that was held is another now']),
  ...(clock.pending > 0 ? [`${clock.pending} timers are left after the end`] : []),
  ...(cache.status.corrected > 0 ? [`a false alarm: ${cache.status.corrected} rows corrected`] : []),
];
const result = {
  suite: 'soak',
  seed: Number(values.seed),
  ...electric.counts,
  versions,
  codes,
  state,
  told,
  lines,
  virtualDays: Math.round(clock.monotonic() / 86_400_000),
  heapGrowth: Number(growth.toFixed(5)),
  measures,
  failures,
  durationMs: Date.now() - started,
  node: process.version,
};
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
