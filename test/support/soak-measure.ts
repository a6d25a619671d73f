import { getEventListeners } from 'node:events';
import type { CommonCodeCache } from 'nestjs-common-code';
import type { Replicator } from '../../lib/replica/replicator.js';

/** What must not grow. */
export interface SoakMeasure {
  readonly atPolls: number;
  readonly heapUsed: number;
  /** Subscribers of the subjects that all streams come from. */
  readonly subscribers: number;
  /** Groups that somebody follows. */
  readonly followers: number;
  /** Listeners on the signal that ends the sync. */
  readonly abortListeners: number;
  /** What keeps the event loop alive, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  /** Timers of the clock that tests own. */
  readonly timers: number;
}

type Internals = {
  readonly session?: { readonly abort: AbortController };
  readonly stopping: AbortController;
};
type CacheInternals = { readonly groupStreams: { readonly followers: ReadonlyMap<string, unknown> } };

/** @param timers how many wait on the virtual clock, if there is one. */
export async function measure(
  replicator: Replicator<Record<string, unknown>>,
  cache: CommonCodeCache,
  atPolls: number,
  timers = 0,
): Promise<SoakMeasure> {
  const { state } = replicator;
  const { session, stopping } = replicator as unknown as Internals;
  const subjects = [state.snapshots, state.versions, state.transitions, state.misconfigurations];
  const signals = [session?.abort.signal, stopping.signal].filter((signal) => signal !== undefined);
  return {
    atPolls,
    heapUsed: await heapAfterGc(),
    subscribers: subjects.reduce((sum, { observers }) => sum + observers.length, 0),
    followers: (cache as unknown as CacheInternals).groupStreams.followers.size,
    abortListeners: signals.reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0),
    resources: tally(process.getActiveResourcesInfo()),
    timers,
  };
}

/** The least of several: what is left when all that can go has gone. */
async function heapAfterGc(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  let least = Number.POSITIVE_INFINITY;
  for (let times = 0; times < 6; times += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 10)); // finalizers, weak references
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** In what the copy differs from the table: nothing, if all is well. */
export function differences(
  cache: CommonCodeCache,
  table: Iterable<Readonly<Record<string, string | null>>>,
): string[] {
  const shown = cache
    .groups()
    .flatMap((group) => cache.listAll(group).map(({ code, label, active }) => `${group}/${code} ${label} ${active}`));
  const expected = [...table]
    .filter(({ use_yn }) => use_yn !== '?')
    .map((row) => `${row['group_code']}/${row['code']} ${row['code_name']} ${row['use_yn'] === 'Y'}`);
  const [has, should] = [new Set(shown), new Set(expected)];
  return [...shown.filter((each) => !should.has(each)), ...expected.filter((each) => !has.has(each))];
}
