import { loadLookups } from '../candidates/load-lookups.js';
import type { LookupSource, Lookups, Operation } from '../candidates/lookups.interface.js';
import { LIMIT } from '../candidates/names.js';
import { type KeyKind, KeySource, type Keys } from '../data/keys.js';
import { median } from '../measure/statistics.js';

/** One thing that is looked up, in one way. */
export interface LookupRound {
  readonly operation: Operation;
  readonly kind: KeyKind;
  /** Of how many lookups a pass consists. Fresh strings are made before each pass, and looked up once. */
  readonly lookups: number;
  readonly passes: number;
}

/** Nanoseconds for one lookup. */
export interface LookupTimes {
  readonly limit: number;
  readonly candidate: number;
}

let sides: { readonly limit: Lookups; readonly candidate: Lookups } | undefined;
let keys: KeySource | undefined;
let passes = 0;

const KEYS = 20_000;
const OPERATIONS = ['get', 'label', 'has', 'accepts', 'list'] as const;
const WARM_UP_PASSES = 10;

export const lookupTasks = {
  /** Fills the candidate, and the limit beside it, in the same process, and has the limit compiled. */
  async prepareLookups(candidate: string, source: LookupSource): Promise<void> {
    const limit = await (await loadLookups(LIMIT))(source);
    sides = { limit, candidate: candidate === LIMIT ? limit : await (await loadLookups(candidate))(source) };
    keys = new KeySource(source.rows, KEYS);
    for (const operation of OPERATIONS) {
      for (const kind of ['literals', 'fresh strings'] as const) {
        for (let pass = 0; pass < WARM_UP_PASSES; pass += 1) {
          await time(limit, operation, keys.take(kind, KEYS, pass));
        }
      }
    }
  },

  async lookUp({ operation, kind, lookups, passes: count }: LookupRound): Promise<LookupTimes> {
    if (sides === undefined || keys === undefined) throw new Error('nothing is prepared');
    const all: Record<keyof LookupTimes, number[]> = { limit: [], candidate: [] };
    for (let pass = 0; pass < count; pass += 1) {
      passes += 1;
      const sums = new Set<number>();
      // In turn, each with strings of its own, and now the one first, now the other.
      for (const side of passes % 2 === 0 ? IN_TURN : IN_TURN.toReversed()) {
        const { ms, sum } = await time(sides[side], operation, keys.take(kind, lookups, passes));
        all[side].push(ms);
        sums.add(sum);
      }
      if (sums.size > 1) throw new Error(`${operation}: the answers differ: ${[...sums].join(', ')}`);
    }
    const perLookup = 1e6 / lookups;
    return { limit: median(all.limit) * perLookup, candidate: median(all.candidate) * perLookup };
  },
};

const IN_TURN = ['limit', 'candidate'] as const;

async function time(lookups: Lookups, operation: Operation, keys: Keys): Promise<{ ms: number; sum: number }> {
  const startedAt = performance.now();
  const answer = run(lookups, operation, keys);
  const sum = typeof answer === 'number' ? answer : await answer;
  return { ms: performance.now() - startedAt, sum };
}

function run(lookups: Lookups, operation: Operation, keys: Keys): number | Promise<number> {
  switch (operation) {
    case 'get':
      return lookups.get(keys);
    case 'label':
      return lookups.label(keys);
    case 'has':
      return lookups.has(keys);
    case 'accepts':
      return lookups.accepts(keys);
    case 'list':
      return lookups.list(keys.groups);
  }
}
