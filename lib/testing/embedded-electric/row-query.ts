import type { Transaction } from '@electric-sql/pglite';
import { queryIn } from './database-session.js';
import type { Column, Relation } from './relation.js';
import { type Row, type RowView, snapshotTable } from './row-view.js';
import { quoteIdentifier, quoteRelation } from './sql-identifier.js';

/** So many rows at a time: PGlite blocks the process while it works. */
const ROWS_PER_FETCH = 5_000;

/** Which rows of a table, and how a snapshot words them. */
export interface RowQuery {
  readonly relation: Relation;
  readonly view: RowView;
  /** What follows the table in the SELECT: WHERE, ORDER BY, … */
  readonly clauses: string;
  /** Headers of each row, beside relation and operation. */
  readonly headers?: object;
  /** Which of the rows found are told; default: all. */
  readonly keep?: (rows: readonly Row[]) => Promise<readonly Row[]>;
}

/**
 * Reads rows as they are now, in a transaction of {@link DatabaseSession.transaction}.
 * @param write called for each row, with its message in JSON
 */
export async function readRows(tx: Transaction, query: RowQuery, write: (item: string) => void): Promise<void> {
  const { relation, view, clauses, keep } = query;
  const columns = relation.columns.map(snapshotText).join(', ');
  await tx.query(
    `DECLARE electric_rows NO SCROLL CURSOR FOR SELECT ${columns} FROM ${quoteRelation(relation)} ${clauses}`,
  );
  const table = snapshotTable(relation);
  const headers = { relation: [relation.schema, relation.name], operation: 'insert', ...query.headers };
  const end = `"headers":${JSON.stringify(headers)}}`;
  for (;;) {
    const rows = await queryIn<Row>(tx, `FETCH ${ROWS_PER_FETCH} FROM electric_rows`);
    if (rows.length === 0) break;
    for (const row of keep ? await keep(rows) : rows) {
      write(`{"key":${JSON.stringify(view.key(table, row))},"value":${view.json(row)},${end}`);
    }
  }
  await tx.query('CLOSE electric_rows');
}

/** `WHERE` all of these; nothing if there are none. */
export function whereAll(...conditions: readonly (string | undefined)[]): string {
  // The line break ends a comment at the end of a condition.
  const given = conditions.filter((condition) => condition !== undefined).map((condition) => `(${condition}\n)`);
  return given.length === 0 ? '' : `WHERE ${given.join(' AND ')}`;
}

/** A snapshot casts to text where the log uses output functions: `true` and `t`, `10.0.0.1/32` and `10.0.0.1` (README 17, 37). */
function snapshotText(column: Column): string {
  const name = quoteIdentifier(column.name);
  // The cast would take the padding of char(n) off.
  return column.type === 'bpchar' ? `CASE WHEN ${name} IS NOT NULL THEN concat(${name}, '') END` : `${name}::text`;
}
