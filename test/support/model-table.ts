import type { ColumnMapping, CommonCode, RejectedRow } from 'nestjs-common-code';

/** A row as Postgres holds it: each value as text, in one spelling, or null. */
export type ModelRow = Readonly<Record<string, string | null>>;

interface ModelColumn {
  readonly type: string;
  readonly pk_index?: number;
  readonly length?: number;
}

/** A table that the model knows: small, plain, and with the same columns beside the key. */
export interface ModelTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, ModelColumn>>;
  readonly primaryKey: readonly string[];
}

const COLUMNS = {
  code_name: { type: 'text' },
  sort_order: { type: 'int4' },
  use_yn: { type: 'bpchar', length: 1 },
  parent_code: { type: 'text' },
  memo: { type: 'text' },
} satisfies Record<string, ModelColumn>;

/** The primary key is (group, code). `char(4)` is blank-padded on the wire (electric/README.md 17). */
export const KEYED_BY_CODE: ModelTable = {
  name: 'keyed by group and code',
  columns: {
    ...COLUMNS,
    group_code: { type: 'text', pk_index: 0 },
    code: { type: 'bpchar', length: 4, pk_index: 1 },
  },
  primaryKey: ['group_code', 'code'],
};

/** Two rows can claim one code. */
export const SURROGATE_KEY: ModelTable = {
  name: 'with a surrogate key',
  columns: { id: { type: 'int4', pk_index: 0 }, ...COLUMNS, group_code: { type: 'text' }, code: { type: 'text' } },
  primaryKey: ['id'],
};

/** A boolean in the key is spelled differently in the snapshot and in the log (electric/README.md 37). */
export const BOOLEAN_IN_KEY: ModelTable = {
  name: 'with a boolean in its surrogate key',
  columns: {
    id: { type: 'int4', pk_index: 1 },
    ...COLUMNS,
    group_code: { type: 'text' },
    code: { type: 'text' },
    main: { type: 'bool', pk_index: 0 },
  },
  primaryKey: ['main', 'id'],
};

export const MODEL_TABLES = [KEYED_BY_CODE, SURROGATE_KEY, BOOLEAN_IN_KEY] as const;

export interface ModelAttributes {
  readonly memo: unknown;
  readonly deep: { readonly memos: readonly unknown[] };
}

export const UNMAPPABLE = 'boom';

/** What the library is given: one function that makes a new object each time, and throws for some rows. */
export const MODEL_MAPPING: ColumnMapping<ModelAttributes> = {
  parent: 'parent_code',
  attributes: ({ memo }) => {
    if (memo === UNMAPPABLE) throw new Error('a memo that cannot be mapped');
    return { memo, deep: { memos: [memo] } };
  },
};

/** The header `electric-schema`. */
export function schemaHeader({ columns }: ModelTable): string {
  return JSON.stringify(columns);
}

/** A row as a snapshot spells it. */
export function inSnapshot(table: ModelTable, row: ModelRow): ModelRow {
  return spell(table, row, { t: 'true', f: 'false' });
}

/** A row as the log spells it. */
export function inLog(table: ModelTable, row: ModelRow): ModelRow {
  return spell(table, row, { t: 't', f: 'f' });
}

function spell(table: ModelTable, row: ModelRow, booleans: Readonly<Record<string, string>>): ModelRow {
  return Object.fromEntries(
    Object.entries(table.columns).map(([column, { type, length = 0 }]) => {
      const text = row[column] ?? null;
      if (text === null) return [column, null];
      if (type === 'bool') return [column, booleans[text] ?? text];
      return [column, type === 'bpchar' ? text.padEnd(length, ' ') : text];
    }),
  );
}

/** A row's primary key, column name to value, as `RejectedRow` shows it. */
export function keyOf({ columns, primaryKey }: ModelTable, row: ModelRow): RejectedRow['key'] {
  return Object.fromEntries(
    primaryKey.map((column) => {
      const text = row[column] ?? '';
      return [column, columns[column]?.type === 'bool' ? String(text === 't') : text];
    }),
  );
}

/** The same as one text. */
export function keyText(table: ModelTable, row: ModelRow): string {
  return Object.values(keyOf(table, row)).join('\0');
}

/** What the table is, seen as codes. */
export interface ModelState {
  /** Each group's codes, in order. */
  readonly groups: ReadonlyMap<string, readonly CommonCode<ModelAttributes>[]>;
  /** Each row that is kept out, and what may be said of it: a row can be wrong in several ways. */
  readonly rejected: readonly { readonly key: RejectedRow['key']; readonly reasons: readonly RegExp[] }[];
}

const ACTIVE: Readonly<Record<string, boolean>> = {
  Y: true,
  y: true,
  '1': true,
  t: true,
  N: false,
  n: false,
  '0': false,
};

/** The plain, obviously correct answer: maps all rows from nothing. */
export function stateOf(table: ModelTable, rows: readonly ModelRow[]): ModelState {
  const rejected: { key: RejectedRow['key']; reasons: RegExp[] }[] = [];
  const codes: CommonCode<ModelAttributes>[] = [];
  const taken = new Set<string>();
  const lowestFirst = [...rows].sort((a, b) => compareKeys(keyText(table, a), keyText(table, b)));
  for (const row of lowestFirst) {
    const key = keyOf(table, row);
    const reasons = faultsOf(row);
    if (reasons.length > 0) {
      rejected.push({ key, reasons });
      continue;
    }
    const code = codeOf(row);
    const name = JSON.stringify([code.group, code.code]);
    if (!taken.has(name)) {
      taken.add(name);
      codes.push(code);
    } else rejected.push({ key, reasons: [/^duplicate: a row with a lower key has /] });
  }
  return { groups: grouped(codes), rejected };
}

function faultsOf({ group_code, code, use_yn, memo }: ModelRow): RegExp[] {
  return [
    ...(group_code === null ? [/^group: /] : []),
    ...(code === null ? [/^code: /] : []),
    ...(use_yn !== null && ACTIVE[use_yn ?? ''] === undefined ? [/^active: "\?"/] : []),
    ...(memo === UNMAPPABLE ? [/^mapping\.attributes threw: a memo that cannot be mapped$/] : []),
  ];
}

function codeOf(row: ModelRow): CommonCode<ModelAttributes> {
  const { group_code, code, code_name, sort_order, use_yn, parent_code, memo } = row;
  return {
    group: group_code as string,
    code: code as string,
    label: code_name ?? (code as string),
    sortOrder: sort_order === null ? null : Number(sort_order),
    active: use_yn === null ? false : ACTIVE[use_yn as string] === true,
    parent: parent_code ?? null,
    attributes: { memo, deep: { memos: [memo] } },
  };
}

function grouped(codes: readonly CommonCode<ModelAttributes>[]): Map<string, CommonCode<ModelAttributes>[]> {
  const groups = new Map<string, CommonCode<ModelAttributes>[]>();
  for (const code of codes) groups.set(code.group, [...(groups.get(code.group) ?? []), code]);
  for (const group of groups.values()) group.sort(compareCodes);
  return groups;
}

/** By sort order, nulls last, then by code. */
export function compareCodes(a: CommonCode<unknown>, b: CommonCode<unknown>): number {
  const byOrder = (a.sortOrder ?? Number.POSITIVE_INFINITY) - (b.sortOrder ?? Number.POSITIVE_INFINITY);
  if (byOrder !== 0 && !Number.isNaN(byOrder)) return byOrder;
  return a.code < b.code ? -1 : 1;
}

/** The lower key has a code that two claim: for whole numbers the lower one. */
function compareKeys(a: string, b: string): number {
  return a.length === b.length ? (a < b ? -1 : 1) : a.length - b.length;
}
