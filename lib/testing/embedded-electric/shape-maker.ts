import type { Transaction } from '@electric-sql/pglite';
import type { ChangeCapture } from './change-capture.js';
import type { Mischief } from './mischief.js';
import { keyColumns, type Relation } from './relation.js';
import { findRelation } from './relation-catalog.js';
import { RequestError } from './request-error.js';
import { RowLoss } from './row-loss.js';
import { whereAll } from './row-query.js';
import { type Row, RowView } from './row-view.js';
import { Shape } from './shape.js';
import { definitionHash, type ShapeDefinition } from './shape-definition.js';
import { takeSnapshot } from './shape-snapshot.js';
import { quoteRelation } from './sql-identifier.js';
import { checkWhere } from './where-clause.js';

/** Makes shapes: checks the definition, starts the capture of the table, takes the snapshot. */
export class ShapeMaker {
  private readonly loss: RowLoss;
  private lastMicroseconds = 0;

  constructor(
    private readonly capture: ChangeCapture,
    private readonly chunkBytes: number,
    mischief: Mischief,
  ) {
    this.loss = new RowLoss(mischief);
  }

  /**
   * @param tx in which everything committed so far has been delivered already: the snapshot's rows must not come again in the log (README 39)
   * @throws RequestError as Electric would refuse the definition
   */
  async make(tx: Transaction, definition: ShapeDefinition): Promise<Shape> {
    const { relation, where } = await this.check(tx, definition);
    await this.capture.attach(tx, relation);
    const view = new RowView(relation, definition.columns);
    const moment = `${this.capture.lastSeq}`;
    const keep = (rows: readonly Row[]) => this.loss.keptRows(tx, relation, rows, moment);
    const query = { relation, view, clauses: whereAll(where), keep };
    const snapshot = await takeSnapshot(tx, query, this.chunkBytes);
    const handle = `${definitionHash(definition, relation.oid)}-${this.microseconds()}`;
    return new Shape({ handle, definition, where, snapshot, seq: this.capture.lastSeq }, relation, this.chunkBytes);
  }

  /** Whether the table, the columns and the where are such as a shape can have. */
  async check(
    tx: Transaction,
    definition: ShapeDefinition,
  ): Promise<{ relation: Relation; where: string | undefined }> {
    const relation = await findRelation(tx, definition.schema, definition.name);
    if (!relation || relation.columns.length === 0) throw tableNotFound(definition);
    if (relation.inherited) throw RequestError.unsupported('table', 'A table that others inherit from');
    checkColumns(relation, definition.columns);
    const where =
      definition.where === undefined ? undefined : await checkWhere(tx, relation, definition.where, definition.params);
    return { relation, where };
  }

  /** The time, ascending even if the clock does not. */
  private microseconds(): number {
    this.lastMicroseconds = Math.max(this.lastMicroseconds + 1, Date.now() * 1000);
    return this.lastMicroseconds;
  }
}

function tableNotFound(table: ShapeDefinition): RequestError {
  return RequestError.of(
    'table',
    `Table ${quoteRelation(table)} does not exist. If the table name contains capitals or special characters you must quote it.`,
  );
}

function checkColumns(relation: Relation, selected: readonly string[] | undefined): void {
  if (selected === undefined) return;
  const missing = keyColumns(relation)
    .map(({ name }) => name)
    .filter((name) => !selected.includes(name));
  if (missing.length > 0) {
    const problem = 'The list of columns must include all primary key columns, missing: ';
    throw RequestError.of('columns', problem + missing.join(', '));
  }
  const unknown = selected.filter((name) => !relation.columns.some((column) => column.name === name));
  if (unknown.length > 0) {
    throw RequestError.of('columns', `The following columns are not found on the table: ${unknown.join(', ')}`);
  }
}
