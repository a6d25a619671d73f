import { toActive, toSortOrder, toText } from './coercion.js';
import type { ColumnMapping, ColumnSource } from './column-mapping.interface.js';
import type { CommonCode } from './common-code.interface.js';
import { deepFreeze } from './deep.js';
import { resolveMapping } from './mapping-columns.js';
import type { Row } from './row.interface.js';
import type { CodeKey, RowKey } from './row-change.interface.js';
import type { TableColumns } from './table-columns.interface.js';

/** Turns rows into codes, by one mapping and the columns of one table. */
export interface RowMapper<A> {
  /** Whether (group, code) is the primary key, so that a row's identity needs no index of its own. */
  readonly keyedByCode: boolean;
  readonly keyColumns: readonly string[];
  /** The row's identity: its primary key's values (I9). */
  key(row: Row): RowKey;
  /** An identity as text, which a person can read: the values in the order of the primary key. */
  identify(key: RowKey): string;
  /** @throws Error whose message says why the row is rejected (I10). */
  map(row: Row): CommonCode<A>;
}

const NONE: Readonly<Record<string, unknown>> = Object.freeze({});
const KEY_SEPARATOR = '\0'; // the one character that Postgres text cannot hold

/** @throws CommonCodeConfigurationError if the mapping names columns that the table does not have, or there is no primary key. */
export function compileRowMapper<A>(mapping: ColumnMapping<A>, table: TableColumns): RowMapper<A> {
  const source = resolveMapping(mapping, table);
  const { primaryKey } = table;
  const keyedByCode =
    primaryKey.length === 2 &&
    source.group !== source.code &&
    [source.group, source.code].every((column) => typeof column === 'string' && primaryKey.includes(column));

  const group = reader(source.group, 'group');
  const code = reader(source.code, 'code');
  const label = reader(source.label, 'label');
  const sortOrder = source.sortOrder === undefined ? undefined : reader(source.sortOrder, 'sortOrder');
  const active = source.active === undefined ? undefined : reader(source.active, 'active');
  const parent = source.parent === undefined ? undefined : reader(source.parent, 'parent');
  const attributes =
    source.attributes === undefined
      ? pick(source.unmapped)
      : attributesFrom(reader<unknown>(source.attributes, 'attributes'));
  const oneStringPerGroup = new Map<string, string>();

  function groupOf(row: Row): string {
    const text = required(group(row), 'group');
    const known = oneStringPerGroup.get(text);
    if (known !== undefined) return known;
    oneStringPerGroup.set(text, text);
    return text;
  }

  function activeOf(row: Row): boolean {
    if (active === undefined) return true;
    const value = active(row);
    const understood = toActive(value);
    if (understood === undefined) {
      throw new Error(
        `active: ${JSON.stringify(value)} is none of Y/N, 1/0, true/false, t/f (map it with a function if it means something)`,
      );
    }
    return understood;
  }

  const keyColumns = keyedByCode ? [source.group as string, source.code as string] : primaryKey;
  return {
    keyedByCode,
    keyColumns,
    identify(key) {
      const values = describeKey(key, keyColumns);
      return JSON.stringify(primaryKey.map((column) => values[column]));
    },
    key: keyedByCode
      ? (row): CodeKey => ({ group: groupOf(row), code: required(code(row), 'code') })
      : (row) => primaryKey.map((column) => toText(row[column]) ?? '').join(KEY_SEPARATOR),
    map(row) {
      const codeText = required(code(row), 'code');
      return Object.freeze({
        group: groupOf(row),
        code: codeText,
        label: toText(label(row)) ?? codeText,
        sortOrder: sortOrder === undefined ? null : toSortOrder(sortOrder(row)),
        active: activeOf(row),
        parent: parent === undefined ? null : toText(parent(row)),
        attributes: attributes(row) as Readonly<A>,
      });
    },
  };
}

/** A key's values by column name, for people. */
export function describeKey(key: RowKey, columns: readonly string[]): Readonly<Record<string, string>> {
  const values = typeof key === 'string' ? key.split(KEY_SEPARATOR) : [key.group, key.code];
  return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
}

function reader<T>(source: ColumnSource<T>, property: string): (row: Row) => unknown {
  if (typeof source === 'string') return (row) => row[source];
  return (row) => {
    try {
      return source(row);
    } catch (error) {
      throw new Error(`mapping.${property} threw: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

function required(value: unknown, property: string): string {
  const text = toText(value);
  if (text === null) throw new Error(`${property}: the row has none`);
  return text;
}

function pick(columns: readonly string[]): (row: Row) => Readonly<Record<string, unknown>> {
  if (columns.length === 0) return () => NONE;
  return (row) => {
    const picked: Record<string, unknown> = {};
    for (const column of columns) picked[column] = deepFreeze(row[column]);
    return Object.freeze(picked);
  };
}

function attributesFrom(read: (row: Row) => unknown): (row: Row) => Readonly<Record<string, unknown>> {
  return (row) => {
    const value = read(row) ?? NONE;
    if (typeof value !== 'object' || Array.isArray(value)) {
      throw new Error(`attributes: expected an object, got ${JSON.stringify(value)}`);
    }
    return deepFreeze(value as Record<string, unknown>);
  };
}
