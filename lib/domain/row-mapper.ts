import { toActive, toSortOrder, toText } from './coercion.js';
import type { ColumnMapping, ColumnSource } from './column-mapping.interface.js';
import type { CommonCode } from './common-code.interface.js';
import { deepFreeze } from './deep.js';
import { resolveMapping } from './mapping-columns.js';
import { setOwn } from './own-property.js';
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

  const { group, code, label, sortOrder, active, parent } = source;
  const attributes =
    source.attributes === undefined
      ? pick(source.unmapped)
      : attributesFrom(source.attributes as ColumnSource<unknown>);
  const groups = new Map<string, string>();

  /** One string for all codes of a group: the very one that is a literal in the source of whoever looks it up. */
  function shared(text: string): string {
    let known = groups.get(text);
    if (known === undefined) {
      known = internalized(text);
      groups.set(known, known);
    }
    return known;
  }

  // Each property is read where it stands, and not by a function of them all: V8 then knows each column's place.
  const groupOf = (row: Row) =>
    shared(required(typeof group === 'string' ? row[group] : call(group, row, 'group'), 'group'));
  const codeOf = (row: Row) => required(typeof code === 'string' ? row[code] : call(code, row, 'code'), 'code');

  const keyColumns = keyedByCode ? [source.group as string, source.code as string] : primaryKey;
  const isGroupFirst = primaryKey[0] === source.group;
  return {
    keyedByCode,
    keyColumns,
    identify(key) {
      if (typeof key === 'string') return JSON.stringify(key.split(KEY_SEPARATOR));
      return JSON.stringify(isGroupFirst ? [key.group, key.code] : [key.code, key.group]);
    },
    key: keyedByCode
      ? (row): CodeKey => ({ group: groupOf(row), code: codeOf(row) })
      : (row) => primaryKey.map((column) => toText(row[column]) ?? '').join(KEY_SEPARATOR),
    map(row) {
      const codeText = codeOf(row);
      const name = typeof label === 'string' ? row[label] : call(label, row, 'label');
      const order = typeof sortOrder === 'string' ? row[sortOrder] : call(sortOrder, row, 'sortOrder');
      const above = typeof parent === 'string' ? row[parent] : call(parent, row, 'parent');
      return Object.freeze({
        group: groupOf(row),
        code: codeText,
        label: toText(name) ?? codeText,
        sortOrder: toSortOrder(order),
        active:
          active === undefined || isActive(typeof active === 'string' ? row[active] : call(active, row, 'active')),
        parent: toText(above),
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

/** V8 keeps one string for all equal names of properties and literals, and compares those by reference. */
function internalized(text: string): string {
  for (const name in { __proto__: null, [text]: true }) return name;
  return text;
}

function call(source: ((row: Row) => unknown) | undefined, row: Row, property: string): unknown {
  try {
    return source?.(row);
  } catch (error) {
    throw new Error(`mapping.${property} threw: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function required(value: unknown, property: string): string {
  const text = toText(value);
  if (text === null) throw new Error(`${property}: the row has none`);
  return text;
}

function isActive(value: unknown): boolean {
  const understood = toActive(value);
  if (understood !== undefined) return understood;
  const options = 'Y/N, 1/0, true/false, t/f (map it with a function if it means something)';
  throw new Error(`active: ${JSON.stringify(value)} is none of ${options}`);
}

function pick(columns: readonly string[]): (row: Row) => Readonly<Record<string, unknown>> {
  if (columns.length === 0) return () => NONE;
  return (row) => {
    const picked: Record<string, unknown> = {};
    for (const column of columns) setOwn(picked, column, deepFreeze(row[column]));
    return Object.freeze(picked);
  };
}

function attributesFrom(source: ColumnSource<unknown>): (row: Row) => Readonly<Record<string, unknown>> {
  return (row) => {
    const value = (typeof source === 'string' ? row[source] : call(source, row, 'attributes')) ?? NONE;
    if (typeof value !== 'object' || Array.isArray(value)) {
      throw new Error(`attributes: expected an object, got ${JSON.stringify(value)}`);
    }
    return deepFreeze(value as Record<string, unknown>);
  };
}
