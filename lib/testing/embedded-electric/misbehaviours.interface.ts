/** How often: whenever there is an occasion, unless said otherwise. */
export interface Chance {
  /** Between 0 and 1; default 1. Which occasions are taken depends on the seed, not on time or on who asks. */
  readonly probability?: number;
  /** At most so many times in all, from the call on. Default: no limit. */
  readonly count?: number;
}

/** Which rows. */
export interface RowChance extends Chance {
  /** Only of this table: `common_code`, or `schema.table`. Default: any. */
  readonly table?: string;
  /** Only rows for which this SQL condition is true: `group_code = 'COLOR' AND sort_order > 3`. */
  readonly where?: string;
}

/** Which changes of rows. `where` is asked of the row as the change leaves it; of a deleted one, as it was. */
export interface ChangeChance extends RowChance {
  /** Default: all three. */
  readonly operations?: readonly ('insert' | 'update' | 'delete')[];
}

export interface PastRowsChance extends Chance {
  /** For how long into one transaction, from the first such answer on, in milliseconds; then it is given. Default 1,000; a real one took 3.7 s. */
  readonly forMs?: number;
}

/**
 * What a real Electric 1.7.12 was seen to get wrong (electric/README.md; the numbers are its), to be played on demand by
 * {@link EmbeddedElectric.misbehave}. Any of it, alone or together.
 */
export interface Misbehaviours {
  /** Decides what is left to chance: the same seed and the same statements, the same misbehaviour. Default 1. */
  readonly seed?: number;
  /** 29: rows are missing from the snapshot of each shape that is made, and come in the log only when they change again. */
  readonly loseRows?: RowChance;
  /** 29: changes of rows are missing from the log for good: a row is never there, or old, or never gone. */
  readonly loseChanges?: ChangeChance;
  /** 33: a live answer ends inside a transaction, after any of its rows, and says up-to-date. The rest comes next. */
  readonly splitTransactions?: Chance;
  /** 34: an answer to a request without `live` has no rows, says up-to-date, and its `electric-offset` is inside a transaction that it did not give. */
  readonly pointPastRows?: PastRowsChance;
  /** 35: the last row of a transaction does not say that it is (`last: true`). */
  readonly omitLast?: Chance;
  /** 36: a live poll that waits gets a 409 without a handle, though its handle stays valid; those already waiting, too. */
  readonly rejectPolls?: Chance;
}

export type Misbehaviour = Exclude<keyof Misbehaviours, 'seed'>;

/** How often each was played. */
export type MisbehaviourCounts = Readonly<Record<Misbehaviour, number>>;
