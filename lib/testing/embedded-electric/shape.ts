import type { Transaction } from '@electric-sql/pglite';
import type { CapturedTransaction } from './change-capture.js';
import { electricSchema } from './electric-schema.js';
import { type LogMessage, messagesOf, type RowChange, renderMessage } from './log-message.js';
import { BEFORE_ALL, BEFORE_LOG, compareOffsets, type LogOffset } from './log-offset.js';
import type { Mischief } from './mischief.js';
import type { Relation } from './relation.js';
import { type Row, RowView } from './row-view.js';
import type { ShapeDefinition } from './shape-definition.js';
import { type ChooseRow, type LogPage, ShapeLog } from './shape-log.js';
import type { SnapshotChunks } from './shape-snapshot.js';
import { Waiters } from './waiters.js';
import { filterRows } from './where-filter.js';

/** What an answer gives of a shape: a chunk of the snapshot, or a page of the log. */
export interface ShapePage extends LogPage {
  readonly snapshot?: Buffer;
}

/** What a shape is made of; all of it but the log is kept for a restart. */
export interface ShapeParts {
  readonly handle: string;
  readonly definition: ShapeDefinition;
  /** The definition's `where` as SQL on its own. */
  readonly where: string | undefined;
  readonly snapshot: SnapshotChunks;
  /** The number of the last change that the snapshot holds. */
  readonly seq: number;
}

/** One shape: the snapshot from when it was made, and the log from then on (README 5). Ends for good when it is expired. */
export class Shape {
  private readonly log: ShapeLog;
  private readonly waiters = new Waiters();
  private table: Relation;
  private view: RowView;
  private ended = false;

  constructor(
    readonly parts: ShapeParts,
    relation: Relation,
    chunkBytes: number,
  ) {
    this.log = new ShapeLog(chunkBytes);
    this.table = relation;
    this.view = new RowView(relation, parts.definition.columns);
  }

  get handle(): string {
    return this.parts.handle;
  }

  get relation(): Relation {
    return this.table;
  }

  get expired(): boolean {
    return this.ended;
  }

  get lastOffset(): LogOffset {
    return this.log.lastOffset;
  }

  /** The header `electric-schema`. */
  get schema(): string {
    return JSON.stringify(
      electricSchema(
        this.table,
        this.view.columns.map(({ name }) => name),
      ),
    );
  }

  pageAfter(offset: LogOffset): ShapePage {
    const chunk = compareOffsets(offset, BEFORE_ALL) === 0 ? 0 : offset.tx === 0 ? offset.op + 1 : Number.NaN;
    const snapshot = this.parts.snapshot[chunk];
    if (snapshot) return { snapshot, from: 0, items: [], end: { tx: 0, op: chunk }, upToDate: false };
    return this.log.pageAfter(offset.tx === 0 ? BEFORE_LOG : offset);
  }

  /** See {@link ShapeLog.cutInside}. */
  cutInside(page: ShapePage, isChosen: ChooseRow): ShapePage | undefined {
    return this.log.cutInside(page, isChosen);
  }

  /** Takes in one transaction's changes to the table; whoever waits is told by {@link wake}. */
  async append(
    on: Transaction,
    transaction: CapturedTransaction,
    changes: readonly RowChange[],
    mischief: Mischief,
  ): Promise<void> {
    const { replica } = this.parts.definition;
    const messages: LogMessage[] = [];
    for (const change of await this.visible(on, changes)) messages.push(...messagesOf(change, this.view, replica));
    messages.forEach((message, index) => {
      const last = index === messages.length - 1 && !mischief.does('omitLast', transaction.seq);
      const item = renderMessage(message, transaction, this.table, last);
      this.log.append({ tx: transaction.lsn, op: message.position }, item);
    });
  }

  /** The table as it is now: the same, or of other types (README 24). */
  revise(relation: Relation): void {
    this.table = relation;
    this.view = new RowView(relation, this.parts.definition.columns);
  }

  expire(): void {
    this.ended = true;
    this.wake();
  }

  wake(): void {
    this.waiters.wake();
  }

  /** Resolves when the condition holds, the shape ends, the time is over, or the signal is aborted. */
  async waitUntil(condition: () => boolean, milliseconds: number, signal: AbortSignal): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!condition() && !this.ended && !signal.aborted) {
      const left = end - performance.now();
      if (left <= 0) return;
      await this.waiters.wait(left, signal);
    }
  }

  /** The changes with only those versions of the rows that the `where` lets in. */
  private async visible(on: Transaction, changes: readonly RowChange[]): Promise<readonly RowChange[]> {
    const { where } = this.parts;
    if (where === undefined) return changes;
    const rows = changes.flatMap(({ before, after }) => [before, after]).filter((row): row is Row => row !== undefined);
    const matches = new Map<Row, boolean>();
    for (const [index, match] of (await filterRows(on, this.table, where, rows)).entries()) {
      matches.set(rows[index] as Row, match);
    }
    const seen = (row: Row | undefined) => (row && matches.get(row) ? { row } : undefined);
    return changes.map(({ relation, index, before, after }) => ({
      relation,
      index,
      ...(seen(before) && { before: before as Row }),
      ...(seen(after) && { after: after as Row }),
    }));
  }
}
