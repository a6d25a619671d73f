import type { Effect } from './fuzz-answers.js';

/**
 * - `faithful`: only answers by which nothing untrue can be told. Each version that is seen must have been in the table, and
 *   the cache must come to be right by itself.
 * - `lying`: any. The server's next rotation must make the cache right.
 * - `useless`: after a good start, only answers of which nothing can be used. Nothing may change, or be said again and again.
 */
export type Mode = 'faithful' | 'lying' | 'useless';

/** What became of one episode: a cache follows a server that fuzzes its answers, and then one that does not. */
export interface EpisodeReport {
  readonly seed: number;
  readonly inputs: number;
  readonly effects: Record<Effect, number>;
  readonly kinds: Record<string, number>;
  readonly requests: number;
  readonly versions: number;
  readonly audits: number;
  readonly transitions: number;
  /** Lines above debug. */
  readonly lines: number;
  readonly virtualMs: number;
  /** What should not have been. Empty, if all is well. */
  readonly flaws: readonly string[];
}
