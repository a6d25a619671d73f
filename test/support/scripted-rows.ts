/** A row as Electric sends it. */
export type ScriptedRow = Record<string, string | null>;

/** What a transaction does to one row. */
export interface ScriptedChange {
  readonly operation: 'insert' | 'update' | 'delete';
  readonly row: ScriptedRow;
}

export const SCHEMA: Record<string, Record<string, unknown>> = {
  amount: { type: 'int4' },
  code: { type: 'text', not_null: true, pk_index: 1 },
  code_name: { type: 'text' },
  group_code: { type: 'text', not_null: true, pk_index: 0 },
  sort_order: { type: 'int4' },
  use_yn: { type: 'bpchar', length: 1 },
};

/** A row of the table that the script plays. */
export function row(group: string, code: string, name: string | null = code, more: ScriptedRow = {}): ScriptedRow {
  return { amount: '0', code, code_name: name, group_code: group, sort_order: '1', use_yn: 'Y', ...more };
}
