import type { CommonCodeCache } from 'nestjs-common-code';
import { codeAt, TABLE } from '../data/codes.js';
import { changed } from '../data/transactions.js';
import type { Until } from './update.tasks.js';

let caches: readonly CommonCodeCache[] = [];
let waiting: { readonly all: Promise<FleetWait> } | undefined;

/** How the followers of one process came to the same version. */
export interface FleetWait {
  /** From the first of them to the last, in milliseconds. */
  readonly spreadMs: number;
  /** Of processor time, of all together. */
  readonly cpuMs: number;
}

export const fleetTasks = {
  /** Starts so many followers, each as it would be in a pod of its own. */
  async startFleet(url: string, followers: number, rows: number): Promise<FleetWait> {
    const since = process.cpuUsage();
    const { startPods } = await import('../candidates/library.fleet.js');
    const startedAt: number[] = [];
    caches = await startPods(url, TABLE, followers, () => startedAt.push(performance.now()));
    const { group_code, code } = codeAt(rows - 1, rows);
    if (caches.some((cache) => !cache.has(group_code, code))) throw new Error('somebody does not have the last row');
    return waited(startedAt, since);
  },

  /** Watches until all have what the next change, or the next rotation, brings. */
  async armFleet(until: Until | 'rotation', rows: number): Promise<void> {
    const { transaction } = await import('../data/transactions.js');
    const row = until === 'rotation' ? changed(0, 1, rows) : transaction(until.kind, until.n, rows).at(-1);
    if (row === undefined) throw new Error('a transaction without rows');
    const since = process.cpuUsage();
    const seenAt: number[] = [];
    const all = caches.map(
      (cache) =>
        new Promise<void>((resolve) => {
          const subscription = cache.snapshot$.subscribe((snapshot) => {
            if (snapshot.label(row.group_code, row.code) !== row.code_name) return;
            seenAt.push(performance.now());
            resolve();
            queueMicrotask(() => subscription.unsubscribe());
          });
        }),
    );
    waiting = { all: Promise.all(all).then(() => waited(seenAt, since)) };
  },

  async awaitFleet(): Promise<FleetWait> {
    if (waiting === undefined) throw new Error('nothing is waited for');
    return waiting.all;
  },
};

function waited(times: readonly number[], since: NodeJS.CpuUsage): FleetWait {
  const { user, system } = process.cpuUsage(since);
  return { spreadMs: Math.max(...times) - Math.min(...times), cpuMs: (user + system) / 1000 };
}
