import type { ColumnMapping, ColumnSource } from './column-mapping.interface.js';
import { CommonCodeConfigurationError } from './common-code-configuration.error.js';
import type { TableColumns } from './table-columns.interface.js';

/** A mapping with its defaults filled in, against the columns that the table really has. */
export interface ResolvedMapping<A> {
  readonly group: ColumnSource<unknown>;
  readonly code: ColumnSource<unknown>;
  readonly label: ColumnSource<unknown>;
  readonly sortOrder: ColumnSource<unknown> | undefined;
  readonly active: ColumnSource<unknown> | undefined;
  readonly parent: ColumnSource<unknown> | undefined;
  readonly attributes: ColumnSource<A> | undefined;
  /** The columns that no property is mapped from: what attributes are made of by default. */
  readonly unmapped: readonly string[];
}

/** @throws CommonCodeConfigurationError naming every column that is missing, and listing those that the table has. */
export function resolveMapping<A>(mapping: ColumnMapping<A>, table: TableColumns): ResolvedMapping<A> {
  const optional = (column: string) => (table.columns.includes(column) ? column : undefined);
  const resolved = {
    group: mapping.group ?? 'group_code',
    code: mapping.code ?? 'code',
    label: mapping.label ?? 'code_name',
    sortOrder: mapping.sortOrder ?? optional('sort_order'),
    active: mapping.active ?? optional('use_yn'),
    parent: mapping.parent,
    attributes: mapping.attributes,
  };
  const has = `the table has ${table.columns.map((column) => JSON.stringify(column)).join(', ')}`;
  const problems = Object.entries(resolved)
    .filter(([, source]) => typeof source === 'string' && !table.columns.includes(source))
    .map(([property, source]) => `mapping.${property}: there is no column ${JSON.stringify(source)}; ${has}`);
  if (table.primaryKey.length === 0) {
    problems.push('shape.table: the table has no primary key, and rows cannot be told apart without one; add one');
  }
  if (problems.length > 0) throw new CommonCodeConfigurationError(problems);

  const mapped = new Set<unknown>(Object.values(resolved));
  return { ...resolved, unmapped: table.columns.filter((column) => !mapped.has(column)) };
}
