import { CommonCodeCache, type SnapshotStore } from 'nestjs-common-code';
import { Replicator } from '../../lib/replica/replicator.js';
import type { FuzzClock } from './fuzz-clock.js';
import type { Dice } from './fuzz-dice.js';
import { type FuzzLines, SECRET } from './fuzz-lines.js';

/** A cache that follows whatever `fetch` answers. */
export interface FuzzFollower {
  readonly replicator: Replicator<Record<string, unknown>>;
  readonly cache: CommonCodeCache;
}

export function createFollower(
  fetch: typeof globalThis.fetch,
  store: SnapshotStore,
  lines: FuzzLines,
  clock: FuzzClock,
  dice: Dice,
): FuzzFollower {
  const replicator = new Replicator<Record<string, unknown>>(
    {
      electric: { url: 'http://electric.test', fetch, secret: SECRET },
      shape: { table: 'common_code' },
      store,
      audit: { afterReset: true },
    },
    lines,
    { clock, random: dice.next, pacer: { breathe: () => undefined } },
  );
  return { replicator, cache: new CommonCodeCache(replicator) };
}
