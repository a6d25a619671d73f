import type { Keys } from '../data/keys.js';

/**
 * Lookups of many keys, one after another. Each candidate has loops of its own, so that the compiler knows whom it looks at,
 * as it does in an application that has one of them.
 *
 * @returns something that follows from all answers, so that none can be left out, and all candidates can be compared.
 */
export interface Lookups {
  /** How many codes there are. */
  get(keys: Keys): number | Promise<number>;
  /** The length of all labels. */
  label(keys: Keys): number | Promise<number>;
  /** How many keys are of a code. */
  has(keys: Keys): number | Promise<number>;
  /** How many keys are of a code that is active. */
  accepts(keys: Keys): number | Promise<number>;
  /** How many active codes there are in the groups, in order. */
  list(groups: readonly string[]): number | Promise<number>;
}

export type Operation = keyof Lookups;

export interface LookupSource {
  /** Electric's base URL. */
  readonly url: string;
  readonly rows: number;
  /** Where Redis listens. */
  readonly redisPort?: number | undefined;
}

export type PrepareLookups = (source: LookupSource) => Promise<Lookups>;
