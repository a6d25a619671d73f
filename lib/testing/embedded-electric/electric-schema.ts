import type { Column, Relation } from './relation.js';

/** One column in the header `electric-schema`. */
interface ColumnSchema {
  type: string;
  [detail: string]: string | number | boolean;
}

/** What the header `electric-schema` says of the given columns, by name. Source: transcript 19. */
export function electricSchema(relation: Relation, columns: Iterable<string>): Record<string, ColumnSchema> {
  const byName = new Map(relation.columns.map((column) => [column.name, column]));
  const schema: Record<string, ColumnSchema> = {};
  for (const name of [...columns].sort()) {
    const column = byName.get(name);
    if (column) schema[name] = describe(column);
  }
  return schema;
}

function describe(column: Column): ColumnSchema {
  const isArray = column.dimensions > 0 && column.elementType !== null;
  return {
    type: isArray ? (column.elementType as string) : column.type,
    ...(isArray && { dims: column.dimensions }),
    ...(column.notNull && { not_null: true }),
    ...(column.keyIndex !== null && { pk_index: column.keyIndex }),
    ...(column.typeModifier >= 0 &&
      modifier(isArray ? (column.elementType as string) : column.type, column.typeModifier)),
  };
}

const WITH_PRECISION = new Set(['time', 'timetz', 'timestamp', 'timestamptz']);

/** What the number after a type means, by type: `varchar(5)`, `numeric(12,3)`, `timestamp(3)`. */
function modifier(type: string, value: number): Record<string, string | number> {
  if (type === 'varchar') return { max_length: value - 4 };
  if (type === 'bpchar') return { length: value - 4 };
  if (type === 'bit' || type === 'varbit') return { length: value };
  if (WITH_PRECISION.has(type)) return value > 0 ? { precision: value } : {};
  if (type === 'numeric') return { precision: (value - 4) >> 16, scale: ((value - 4) << 16) >> 16 };
  if (type === 'interval') return interval(value);
  return { type_mod: value };
}

const INTERVAL_FIELDS: readonly (readonly [string, number])[] = [
  ['YEAR', 1 << 2],
  ['MONTH', 1 << 1],
  ['DAY', 1 << 3],
  ['HOUR', 1 << 10],
  ['MINUTE', 1 << 11],
  ['SECOND', 1 << 12],
];
const ALL_FIELDS = 0x7fff;

function interval(value: number): Record<string, string | number> {
  const range = value >> 16;
  const precision = (value << 16) >> 16;
  const fields = INTERVAL_FIELDS.filter(([, mask]) => (range & mask) !== 0).map(([name]) => name);
  return {
    ...(range !== ALL_FIELDS && {
      fields: fields.length > 1 ? `${fields[0]} TO ${fields[fields.length - 1]}` : (fields[0] ?? ''),
    }),
    ...(precision !== -1 && { precision }),
  };
}
