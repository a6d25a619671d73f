import type { AnswerRows } from './answer-rows.js';
import { BEFORE_SNAPSHOT, type ShapeOffset } from './shape-offset.js';

/** Changes that become visible together: whole transactions (I1). */
export interface LogCommit<T> {
  /** These are all the rows there are: what is not among them is gone. */
  readonly reset: boolean;
  readonly changes: readonly T[];
  /** The log position that they lead to. */
  readonly offset: ShapeOffset;
}

/**
 * Holds rows back until the transaction that they belong to is whole (W4). After a reset it also holds the snapshot, of
 * which nothing is to be seen before the first up-to-date.
 */
export class CommitBuffer<T> {
  private held: readonly T[] = [];
  private wholeRows = 0;
  private wholeOffset: ShapeOffset;
  private lastOffset: ShapeOffset;
  private resetting: boolean;

  /** @param from the committed position to go on from; without one, the snapshot is to come first. */
  constructor(from: ShapeOffset = BEFORE_SNAPSHOT) {
    this.wholeOffset = from;
    this.lastOffset = from;
    this.resetting = from === BEFORE_SNAPSHOT;
  }

  /** Whether a snapshot is being collected. */
  get isResetting(): boolean {
    return this.resetting;
  }

  /** Whether rows are held whose transaction is not known to be whole. */
  get hasTail(): boolean {
    return this.held.length > this.wholeRows;
  }

  /** The position to ask on from. */
  get offset(): ShapeOffset {
    return this.lastOffset;
  }

  /** The position up to which transactions are whole. */
  get wholeUpTo(): ShapeOffset {
    return this.wholeOffset;
  }

  get size(): number {
    return this.held.length;
  }

  append(rows: AnswerRows<T>): void {
    if (rows.hasWhole) this.wholeRows = this.held.length + rows.wholeRows;
    if (rows.wholeOffset !== undefined) this.wholeOffset = rows.wholeOffset;
    if (rows.lastOffset !== undefined) this.lastOffset = rows.lastOffset;
    this.held = this.held.concat(rows.changes); // of a snapshot tens of thousands: at once, since nobody has a turn meanwhile
  }

  /** The log moved on to a virtual offset, in or after the snapshot. */
  moveTo(offset: ShapeOffset): void {
    this.wholeOffset = offset;
    this.lastOffset = offset;
  }

  /** All that is held turned out to be whole transactions. */
  markWhole(): void {
    this.wholeRows = this.held.length;
    this.wholeOffset = this.lastOffset;
  }

  /** The tail stands inside a transaction: it is to be read again, from its beginning. */
  dropTail(): void {
    this.held = this.held.slice(0, this.wholeRows);
    this.lastOffset = this.wholeOffset;
  }

  /** Takes the whole transactions out; `undefined` if there is nothing to commit. */
  take(): LogCommit<T> | undefined {
    if (!this.resetting && this.wholeRows === 0) return undefined;
    const commit = { reset: this.resetting, changes: this.held.slice(0, this.wholeRows), offset: this.wholeOffset };
    this.held = this.held.slice(this.wholeRows);
    this.wholeRows = 0;
    this.resetting = false;
    return commit;
  }
}
