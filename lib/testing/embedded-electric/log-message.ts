import type { Relation } from './relation.js';
import { logTable, type Row, type RowView } from './row-view.js';
import type { Replica } from './shape-definition.js';

/** One row change of a table, as a shape of the table may see it. */
export interface RowChange {
  /** The table or partition that was written to. */
  readonly relation: Relation;
  /** The place of the change in its transaction, among the changes to all captured tables. */
  readonly index: number;
  readonly before?: Row;
  readonly after?: Row;
}

/** A message of the log, but for `last`, which is known only when the transaction has been gone through. */
export interface LogMessage {
  readonly position: number;
  readonly operation: 'insert' | 'update' | 'delete';
  readonly key: string;
  readonly value: string;
  readonly oldValue?: string;
  readonly keyChange?: readonly ['key_change_to' | 'key_change_from', string];
}

/**
 * What a shape says of a change: nothing, one message, or two when the key changes (README 18, 20, 23).
 * @param change `before` and `after` only where that version of the row is in the shape
 */
export function messagesOf(change: RowChange, view: RowView, replica: Replica): LogMessage[] {
  const { before, after } = change;
  const table = logTable(change.relation);
  const position = change.index * 2;
  if (!before && !after) return [];
  if (!before) return [insert(view, table, after as Row, position)];
  if (!after) return [remove(view, replica, table, before, position)];

  const changed = view.changed(before, after);
  if (changed.length === 0) return [];
  const [oldKey, key] = [view.key(table, before), view.key(table, after)];
  if (oldKey !== key) {
    return [
      { ...remove(view, replica, table, before, position), keyChange: ['key_change_to', key] },
      { ...insert(view, table, after, position + 1), keyChange: ['key_change_from', oldKey] },
    ];
  }
  const update = { position, operation: 'update', key } as const;
  if (replica === 'full') return [{ ...update, value: view.json(after), oldValue: view.json(before, changed) }];
  const told = view.columns.filter((column) => column.isKey || changed.includes(column));
  return [{ ...update, value: view.json(after, told) }];
}

function insert(view: RowView, table: string, row: Row, position: number): LogMessage {
  return { position, operation: 'insert', key: view.key(table, row), value: view.json(row) };
}

function remove(view: RowView, replica: Replica, table: string, row: Row, position: number): LogMessage {
  const told = replica === 'full' ? view.columns : view.columns.filter((column) => column.isKey);
  return { position, operation: 'delete', key: view.key(table, row), value: view.json(row, told) };
}

/** The message in JSON, its properties in Electric's order (README 3). */
export function renderMessage(
  message: LogMessage,
  transaction: { readonly lsn: number; readonly xid: number },
  table: Relation,
  last: boolean,
): string {
  const { operation, position, keyChange } = message;
  const headers = {
    ...(last && { last }),
    relation: [table.schema, table.name],
    operation,
    lsn: String(transaction.lsn),
    op_position: position,
    txids: [transaction.xid],
    ...(keyChange && { [keyChange[0]]: keyChange[1] }),
  };
  const oldValue = message.oldValue === undefined ? '' : `,"old_value":${message.oldValue}`;
  return `{"value":${message.value},"key":${JSON.stringify(message.key)},"headers":${JSON.stringify(headers)}${oldValue}}`;
}
