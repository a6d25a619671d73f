/**
 * A row as Electric sent it: text or null, by column name. Rows are kept as they came, since mappings are code and change.
 * @publicApi
 */
export type StoredRow = Readonly<Record<string, string | null>>;

/**
 * One commit to be stored: all of it, or nothing (I7).
 * @publicApi
 */
export interface StoreCommit {
  /** What is followed, and where: rows of one fingerprint are of no use under another. */
  readonly fingerprint: string;
  /** These are all the rows there are: whatever else is stored goes. */
  readonly reset: boolean;
  /** The rows to keep, by the identity of each. */
  readonly upserts: ReadonlyMap<string, StoredRow>;
  /** The identities of rows that are gone. */
  readonly deletes: ReadonlySet<string>;
  /** The place in Electric's log that the commit leads to. */
  readonly position: { readonly handle: string; readonly offset: string };
  /** Electric's description of the columns, as it came. */
  readonly schema: string;
}

/**
 * What was stored last: rows, position and schema of one and the same commit.
 * @publicApi
 */
export interface StoredSnapshot {
  readonly position: { readonly handle: string; readonly offset: string };
  readonly schema: string;
  /** All rows, in slices of some hundred. May throw, at its end at the latest, if what it read is not whole. */
  readonly rows: Iterable<readonly StoredRow[]> | AsyncIterable<readonly StoredRow[]>;
}

/**
 * Keeps a copy of the table beyond this process, so that the next one can start with Electric and Postgres down. All calls
 * come one after another. A store is never asked while somebody reads a code.
 *
 * Write one for another engine, and hold it against `snapshotStoreContract` of `nestjs-common-code/testing`.
 * @publicApi
 */
export interface SnapshotStore {
  /**
   * The last commit saved under this fingerprint.
   *
   * @returns `undefined` if there is none.
   * @throws Error that says what is wrong, what has been done about it, and what to do: it is logged, and the sync starts
   * without. What cannot be used must not be destroyed.
   */
  load(fingerprint: string): Promise<StoredSnapshot | undefined>;
  /**
   * Saves one commit, atomically: a process killed at any instruction finds the one before, or this one.
   * @throws Error that says what to do: it is reported, and the same rows come again, with what has changed since.
   */
  save(commit: StoreCommit): Promise<void>;
  /** Lets go of everything. */
  close(): Promise<void>;
}
