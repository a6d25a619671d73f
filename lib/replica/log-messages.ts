import { ExchangeError } from './exchange-error.js';
import { compareParts, isVirtual, partsOf, type ShapeOffset } from './shape-offset.js';
import type { WireRow } from './shape-schema.js';

/** What a message does to a row. */
export type Operation = 'insert' | 'update' | 'delete';

/** Takes in what an answer's messages say, one by one and in order. */
export interface MessageConsumer {
  /**
   * @param offset of a row of the log; a row of the snapshot has none.
   * @param last ends a transaction.
   * @param txids the transactions that it is of.
   */
  row(
    operation: Operation,
    value: WireRow,
    offset: ShapeOffset | undefined,
    last: boolean,
    txids: readonly number[],
  ): void;
  upToDate(): void;
  mustRefetch(): void;
}

const OPERATIONS: ReadonlySet<unknown> = new Set<Operation>(['insert', 'update', 'delete']);
const LSN = /^[1-9]\d{0,19}$/;

/** Checks messages for their form, and that they come after the position and ascend (W3), before anybody acts on them. */
export class LogMessages {
  private lsn: string;
  private op: number;
  private inSnapshot: boolean;
  private hasSnapshotRows = false;

  /** @param from the position that was asked from. */
  constructor(
    from: ShapeOffset,
    private readonly consumer: MessageConsumer,
  ) {
    [this.lsn, this.op] = partsOf(from);
    this.inSnapshot = isVirtual(from);
  }

  /** @throws ExchangeError if the message is not one, or is out of its place: the answer must leave no trace then. */
  read(message: unknown): void {
    if (!isObject(message) || !isObject(message.headers)) throw malformed(NO_MESSAGE);
    const { headers, value } = message;
    if (typeof headers.control === 'string') {
      this.control(headers.control);
      return;
    }
    const { operation, last, txids } = headers;
    if (!OPERATIONS.has(operation) || !isObject(value) || Array.isArray(value)) throw malformed(NO_MESSAGE);
    const offset = this.offsetOf(headers);
    const ids = isIds(txids) ? txids : NONE;
    this.consumer.row(operation as Operation, value as WireRow, offset, last === true, ids);
  }

  private control(control: string): void {
    if (control === 'up-to-date') this.consumer.upToDate();
    else if (control === 'must-refetch') this.consumer.mustRefetch();
    // Others are to be tolerated: `snapshot-end`, and what may come (electric/README.md 1).
  }

  private offsetOf({ lsn, op_position: op }: UncheckedHeaders): ShapeOffset | undefined {
    if (lsn === undefined && op === undefined) {
      if (!this.inSnapshot) throw malformed('a row of the snapshot came after rows of the log');
      this.hasSnapshotRows = true;
      return undefined;
    }
    if (this.hasSnapshotRows) throw malformed('a row of the log came with rows of the snapshot');
    if (typeof lsn !== 'string' || !LSN.test(lsn) || !isNatural(op))
      throw malformed('a row has no lsn and op_position');
    if (!this.inSnapshot && compareParts(lsn, op, this.lsn, this.op) <= 0) {
      throw malformed('its rows are not after the position that was asked for, or do not ascend');
    }
    this.lsn = lsn;
    this.op = op;
    this.inSnapshot = false;
    return `${lsn}_${op}`;
  }
}

function isNatural(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** What a server may have sent in the place of a message. */
interface Unchecked {
  readonly headers?: unknown;
  readonly value?: unknown;
}

interface UncheckedHeaders {
  readonly control?: unknown;
  readonly operation?: unknown;
  readonly lsn?: unknown;
  readonly op_position?: unknown;
  readonly last?: unknown;
  readonly txids?: unknown;
}

const NO_MESSAGE = 'a message is neither a row nor a control message';
const NONE: readonly number[] = [];

function isObject(value: unknown): value is Unchecked & UncheckedHeaders {
  return typeof value === 'object' && value !== null;
}

function isIds(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isNatural);
}

function malformed(problem: string): ExchangeError {
  return new ExchangeError(`the answer is not to be used: ${problem}; a cache or proxy in between may mix answers up`);
}
