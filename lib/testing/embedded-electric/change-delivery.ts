import type { Transaction } from '@electric-sql/pglite';
import type { CapturedTransaction } from './change-capture.js';
import type { Mischief } from './mischief.js';
import type { Relation } from './relation.js';
import { findRelations } from './relation-catalog.js';
import { RowLoss } from './row-loss.js';
import { revisionOf } from './schema-revision.js';
import type { Shape } from './shape.js';
import type { ShapeRegistry } from './shape-registry.js';
import { decodeChanges } from './transaction-decoder.js';

/** Brings what was captured to the shapes' logs, each transaction whole and in order, and ends the shapes that it ends. */
export class ChangeDelivery {
  private readonly loss: RowLoss;

  constructor(
    private readonly shapes: ShapeRegistry,
    private readonly mischief: Mischief,
  ) {
    this.loss = new RowLoss(mischief);
  }

  async deliver(on: Transaction, transactions: readonly CapturedTransaction[]): Promise<void> {
    const written = new Set(transactions.flatMap(({ changes }) => changes.map(({ relation }) => relation)));
    const relations = await findRelations(on, written);
    // A partition's changes are its tables' too.
    const above = [...relations.values()].flatMap(({ ancestors }) => ancestors);
    const tables = above.length === 0 ? relations : new Map([...relations, ...(await findRelations(on, above))]);
    for (const oid of new Set([...written, ...above])) {
      await this.deliverToTable(on, transactions, oid, tables.get(oid), relations);
    }
  }

  private async deliverToTable(
    on: Transaction,
    transactions: readonly CapturedTransaction[],
    oid: number,
    table: Relation | undefined,
    relations: ReadonlyMap<number, Relation>,
  ): Promise<void> {
    const renamed = this.revise(oid, table);
    if (!table) return;
    for (const transaction of transactions) {
      // After a restart the log is read again from the oldest shape on.
      const shapes = this.shapes.ofTable(oid).filter(({ parts }) => parts.seq < transaction.seq);
      if (shapes.length === 0) continue;
      const { changes, truncated, unreadable } = decodeChanges(transaction, table, relations);
      if (truncated || unreadable) {
        for (const shape of shapes) this.shapes.expire(shape);
      } else if (changes.length > 0) {
        const told = await this.loss.keptChanges(on, table, changes, `${transaction.seq}`);
        for (const shape of shapes) await this.append(on, shape, transaction, told);
        // The one transaction in the new names has been told (README 25).
        for (const shape of renamed) this.shapes.expire(shape);
      }
    }
  }

  /** Compares the table with what its shapes know of it; a write is when Electric looks (README 24). */
  private revise(oid: number, table: Relation | undefined): Shape[] {
    const renamed: Shape[] = [];
    for (const shape of this.shapes.ofTable(oid)) {
      const revision = revisionOf(shape.relation, table, shape.parts.definition.columns);
      if (revision === 'rotated' || !table) this.shapes.expire(shape);
      else shape.revise(table);
      if (revision === 'renamed') renamed.push(shape);
    }
    return renamed;
  }

  private async append(
    on: Transaction,
    shape: Shape,
    transaction: CapturedTransaction,
    changes: Parameters<Shape['append']>[2],
  ): Promise<void> {
    try {
      const before = shape.lastOffset;
      await shape.append(on, transaction, changes, this.mischief);
      if (shape.lastOffset !== before) shape.wake();
    } catch {
      // The where cannot be evaluated for a row (a division by zero, say). The next request makes the shape anew, and is told why that fails.
      this.shapes.expire(shape);
    }
  }
}
