import type { CapturedTransaction, Change } from './change-capture.js';
import type { RowChange } from './log-message.js';
import { parseRecord } from './record-text.js';
import type { Relation } from './relation.js';
import type { Row } from './row-view.js';

/** What a transaction did to one table, its partitions included. */
export interface TableChanges {
  readonly changes: readonly RowChange[];
  /** Whether it emptied the table: the shape ends (README 11). */
  readonly truncated: boolean;
  /** Whether rows were written when the table had other columns than now: they cannot be read any more. */
  readonly unreadable: boolean;
}

/** @param relations the tables and partitions written to, as they are now */
export function decodeChanges(
  transaction: CapturedTransaction,
  table: Relation,
  relations: ReadonlyMap<number, Relation>,
): TableChanges {
  const changes: RowChange[] = [];
  let truncated = false;
  let unreadable = false;
  transaction.changes.forEach((change, index) => {
    const relation = relations.get(change.relation);
    if (!relation || (relation.oid !== table.oid && !relation.ancestors.includes(table.oid))) return;
    if (change.operation === 't') truncated = true;
    else {
      const decoded = decode(change, index, relation, table);
      if (decoded) changes.push(decoded);
      else unreadable = true;
    }
  });
  return { changes, truncated, unreadable };
}

function decode(change: Change, index: number, relation: Relation, table: Relation): RowChange | undefined {
  const before = change.before === null ? undefined : parseRecord(change.before);
  const after = change.after === null ? undefined : parseRecord(change.after);
  const width = relation.columns.length;
  if ((before ?? after)?.length !== width || (after ?? before)?.length !== width) return undefined;
  const arrange = arrangement(relation, table);
  return { relation, index, ...(before && { before: arrange(before) }), ...(after && { after: arrange(after) }) };
}

/** A partition may have its columns in another order than the table above it. */
function arrangement(relation: Relation, table: Relation): (row: Row) => Row {
  if (relation.oid === table.oid) return (row) => row;
  const from = table.columns.map(({ name }) => relation.columns.findIndex((column) => column.name === name));
  return (row) => from.map((index) => row[index] ?? null);
}
