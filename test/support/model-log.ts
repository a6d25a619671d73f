import { KEYED_BY_CODE, keyText, type ModelRow, type ModelTable } from './model-table.js';

/** What one statement does to one row: with whole rows, as `replica=full` gives them. */
export interface ModelOperation {
  readonly operation: 'insert' | 'update' | 'delete';
  /** The row as it is now; as it was, for a delete. */
  readonly row: ModelRow;
}

/** Columns that are not part of the key (in a table that is keyed by code, group and code are). */
export type ModelFields = Readonly<
  Record<'group_code' | 'code' | 'code_name' | 'sort_order' | 'use_yn' | 'parent_code' | 'memo', string | null>
>;

/** What a writer wants, whatever the table holds: `pick` and `key` are wrapped into what there is. */
export type ModelCommand =
  | { readonly kind: 'insert'; readonly key: number; readonly fields: ModelFields }
  | { readonly kind: 'update'; readonly pick: number; readonly fields: ModelFields }
  | { readonly kind: 'delete'; readonly pick: number }
  /** Another primary key for the same row: a delete and an insert (electric/README.md 20). */
  | { readonly kind: 'rekey'; readonly pick: number; readonly key: number }
  /** Two rows exchange group and code: in between, both claim the same. */
  | { readonly kind: 'swap'; readonly pick: number; readonly other: number };

export const GROUPS = ['A', 'B', 'C'] as const;
export const CODES = ['1', '01', '2', '10', 'a'] as const;
const IDS = 12;

/** The table after these operations. @throws if they do not fit it: then the generator is wrong, not the library. */
export function applyOperations(
  table: ModelTable,
  rows: readonly ModelRow[],
  operations: readonly ModelOperation[],
): readonly ModelRow[] {
  let result = rows;
  for (const { operation, row } of operations) {
    const key = keyText(table, row);
    const rest = result.filter((other) => keyText(table, other) !== key);
    if ((rest.length === result.length) !== (operation === 'insert')) throw new Error(`${operation} of ${key}`);
    result = operation === 'delete' ? rest : [...rest, row];
  }
  return result;
}

/** What a command comes to in a table with these rows: nothing, if it cannot be done. */
export function operationsOf(
  table: ModelTable,
  rows: readonly ModelRow[],
  command: ModelCommand,
): readonly ModelOperation[] {
  const find = (key: string) => rows.find((row) => keyText(table, row) === key);
  const picked = 'pick' in command ? rows[command.pick % Math.max(1, rows.length)] : undefined;
  switch (command.kind) {
    case 'insert': {
      const row = { ...command.fields, ...keyColumns(table, command.key) };
      return [{ operation: find(keyText(table, row)) ? 'update' : 'insert', row }];
    }
    case 'update':
      return picked ? [{ operation: 'update', row: { ...command.fields, ...keyPart(table, picked) } }] : [];
    case 'delete':
      return picked ? [{ operation: 'delete', row: picked }] : [];
    case 'rekey': {
      const row = picked && { ...picked, ...keyColumns(table, command.key) };
      if (picked === undefined || row === undefined || find(keyText(table, row))) return [];
      return [
        { operation: 'delete', row: picked },
        { operation: 'insert', row },
      ];
    }
    case 'swap': {
      const other = rows[command.other % Math.max(1, rows.length)];
      return picked && other && picked !== other ? swapped(table, picked, other) : [];
    }
  }
}

/** The operations of whole transactions, one command after another. */
export function operationsOfAll(
  table: ModelTable,
  rows: readonly ModelRow[],
  commands: readonly ModelCommand[],
): { readonly operations: readonly ModelOperation[]; readonly rows: readonly ModelRow[] } {
  const operations: ModelOperation[] = [];
  let after = rows;
  for (const command of commands) {
    const next = operationsOf(table, after, command);
    operations.push(...next);
    after = applyOperations(table, after, next);
  }
  return { operations, rows: after };
}

/** The key columns for a number: few different ones, so that they are met again. */
export function keyColumns(table: ModelTable, key: number): ModelRow {
  if (table === KEYED_BY_CODE) {
    const group = GROUPS[key % GROUPS.length] as string;
    return { group_code: group, code: CODES[Math.floor(key / GROUPS.length) % CODES.length] as string };
  }
  if (!table.primaryKey.includes('main')) return { id: String(1 + (key % IDS)) };
  return { main: key % 2 === 0 ? 't' : 'f', id: String(7 + (Math.floor(key / 2) % (IDS / 2))) };
}

function keyPart({ primaryKey }: ModelTable, row: ModelRow): ModelRow {
  return Object.fromEntries(primaryKey.map((column) => [column, row[column] ?? null]));
}

function swapped(table: ModelTable, a: ModelRow, b: ModelRow): readonly ModelOperation[] {
  const newA = { ...a, group_code: b['group_code'] ?? null, code: b['code'] ?? null };
  const newB = { ...b, group_code: a['group_code'] ?? null, code: a['code'] ?? null };
  if (table === KEYED_BY_CODE) {
    return [
      { operation: 'delete', row: a },
      { operation: 'delete', row: b },
      { operation: 'insert', row: newA },
      { operation: 'insert', row: newB },
    ];
  }
  return [
    { operation: 'update', row: newA },
    { operation: 'update', row: newB },
  ];
}
