import type { Follower } from '../candidates/follower.interface.js';
import { loadFollower } from '../candidates/load-follower.js';
import { codeAt, GROUPS, TABLE } from '../data/codes.js';
import { type TransactionKind, transaction } from '../data/transactions.js';
import { AwaitedRow } from './awaited-row.js';

/** Which transaction is waited for. */
export interface Until {
  readonly kind: TransactionKind;
  readonly n: number;
  readonly rows: number;
}

const awaited = new AwaitedRow();
let callbacks = 0;

export const updateTasks = {
  /** Follows a shape, with so many who are told of changes, each of whom then reads a code. */
  async follow(candidate: string, url: string, subscribers: number): Promise<void> {
    const prepare = await loadFollower(candidate);
    const follower: Follower = await prepare({ url, table: TABLE, fetch: globalThis.fetch });
    await follower.start();
    const label = follower.label.bind(follower);
    for (let count = 0; count < subscribers; count += 1) {
      follower.onChange(() => {
        callbacks += 1;
        awaited.look(label);
      });
    }
  },

  /** Follows a shape with this library, with so many who follow a group's list, in each of so many groups. */
  async followLists(url: string, rows: number, groups: number, each: number): Promise<void> {
    const { prepareLibrary } = await import('../candidates/library.follower.js');
    const follower = await prepareLibrary({ url, table: TABLE, fetch: globalThis.fetch });
    await follower.start();
    const perGroup = Math.ceil(rows / GROUPS);
    const label = follower.label.bind(follower);
    for (let index = 0; index < groups * each; index += 1) {
      const { group_code } = codeAt((index % groups) * perGroup, rows);
      follower.cache.list$(group_code).subscribe(() => {
        callbacks += 1;
        awaited.look(label);
      });
    }
  },

  async armUpdates({ kind, n, rows }: Until): Promise<void> {
    const last = transaction(kind, n, rows).at(-1);
    if (last === undefined) throw new Error('a transaction without rows');
    callbacks = 0;
    awaited.arm(last);
  },

  /** @returns since they were armed: microseconds of processor time, and how often somebody was told of a change. */
  async awaitUpdates(): Promise<{ cpuUs: number; callbacks: number }> {
    const cpuUs = await awaited.cpuUntilSeen();
    return { cpuUs, callbacks };
  },
};
