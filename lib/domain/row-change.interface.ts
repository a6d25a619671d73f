import type { CommonCode } from './common-code.interface.js';

/** The identity of a row whose primary key is (group, code). A {@link CommonCode} is its own. */
export interface CodeKey {
  readonly group: string;
  readonly code: string;
}

/** The identity of a row: its primary key's values (I9). */
export type RowKey = string | CodeKey;

/** One row of a commit, after mapping. */
export interface RowChange<A> {
  readonly operation: 'insert' | 'update' | 'delete';
  readonly key: RowKey;
  /** What the row is now: a code, the reason why it is none, or nothing (deleted). */
  readonly code?: CommonCode<A> | undefined;
  readonly rejection?: string | undefined;
}
