import type { MessageConsumer, Operation } from './log-messages.js';
import type { ShapeOffset } from './shape-offset.js';
import type { WireRow } from './shape-schema.js';

/**
 * Turns a row, as it comes, into what the commit will carry: at once, so that Electric's own message can be forgotten.
 * `undefined`: the row is not to be taken in.
 */
export type DecodeRow<T> = (operation: Operation, value: WireRow, txids: readonly number[]) => T | undefined;

/** What one answer says, collected aside: it counts when the whole answer has been read, or not at all (W3). */
export class AnswerRows<T> implements MessageConsumer {
  readonly changes: T[] = [];
  /** Whether a transaction ends here, or rows of the snapshot do: then all that was held before is whole too. */
  hasWhole = false;
  /** How many of the changes, from the first, are of the snapshot or of whole transactions. */
  wholeRows = 0;
  /** The offset of the last row that ends a transaction. */
  wholeOffset: ShapeOffset | undefined;
  /** The offset of the last row of the log; `undefined` if there is none. */
  lastOffset: ShapeOffset | undefined;
  isUpToDate = false;
  isMustRefetch = false;

  constructor(private readonly decode: DecodeRow<T>) {}

  /** Whether it is a chunk of the snapshot. */
  get isOfSnapshot(): boolean {
    return this.lastOffset === undefined && this.changes.length > 0;
  }

  row(
    operation: Operation,
    value: WireRow,
    offset: ShapeOffset | undefined,
    last: boolean,
    txids: readonly number[],
  ): void {
    const change = this.decode(operation, value, txids);
    if (change !== undefined) this.changes.push(change);
    if (offset !== undefined) this.lastOffset = offset;
    if (offset === undefined || last) {
      this.hasWhole = true;
      this.wholeRows = this.changes.length;
      this.wholeOffset = offset;
    }
  }

  upToDate(): void {
    this.isUpToDate = true;
  }

  mustRefetch(): void {
    this.isMustRefetch = true;
  }
}
