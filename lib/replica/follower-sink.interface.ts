import type { DecodeRow } from './answer-rows.js';
import type { ExchangeError } from './exchange-error.js';
import type { ShapePosition } from './shape-offset.js';
import type { ShapeSchema } from './shape-schema.js';

/** Whole transactions of one shape log, and where they lead to. */
export interface ShapeCommit<T> {
  /** These are all the rows there are: what is not among them is gone. */
  readonly reset: boolean;
  readonly changes: readonly T[];
  readonly position: ShapePosition;
  readonly schema: ShapeSchema;
}

/** Where a follower brings what it follows. Data flows one way: nothing here asks the follower for anything. */
export interface FollowerSink<T> {
  /**
   * How rows are decoded.
   * @param fresh whether the schema came with the rows; if not, a row that it does not fit means that the schema is old.
   * @throws CommonCodeConfigurationError if the schema does not have what the mapping needs.
   */
  decoder(schema: ShapeSchema, fresh: boolean): DecodeRow<T>;
  /** @returns `false` if the commit contradicts what is held: it has not been taken, and the follower starts over (I10). */
  commit(commit: ShapeCommit<T>, signal: AbortSignal): Promise<boolean>;
  /** Electric said, `ageMs` ago, that we have everything; it was asked `askedMs` ago. */
  upToDate(ageMs: number, askedMs: number): void;
  /** An exchange failed; the next try is in `retryInMs`. */
  failed(error: ExchangeError, consecutive: number, retryInMs: number): void;
  /** The snapshot is read anew; readers keep what they have. @param times since the last commit. */
  startingOver(why: 'rotated' | 'contradicted', times: number): void;
  /** The handle that had expired is there again: a stale cache, or it lives on (W6). */
  handleCameBack(): void;
  /** So many rows of the snapshot have come so far. */
  progress(rows: number): void;
}
