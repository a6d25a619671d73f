import { setOwn } from '../domain/own-property.js';
import type { StoredRow } from '../storage/snapshot-store.interface.js';

type Value = string | null;

/** The rows of a bucket as they are written: the names of the columns once, and of each row its values. */
export interface BucketRows {
  readonly columns: readonly string[];
  /** A row that has other columns than the first stands as it is. */
  readonly rows: readonly (readonly Value[] | StoredRow)[];
}

/** Half the file, and less to parse at a start, than with the names in each row. */
export function toBucketRows(rows: readonly StoredRow[]): BucketRows {
  const columns = Object.keys(rows[0] ?? {});
  const fits = (row: StoredRow) =>
    Object.keys(row).length === columns.length && columns.every((column) => Object.hasOwn(row, column));
  return { columns, rows: rows.map((row) => (fits(row) ? columns.map((column) => row[column] as Value) : row)) };
}

export function fromBucketRows({ columns, rows }: BucketRows): StoredRow[] {
  return rows.map((values) => (isValues(values) ? named(columns, values) : values));
}

function named(columns: readonly string[], values: readonly Value[]): StoredRow {
  const row: Record<string, Value> = {};
  for (let index = 0; index < columns.length; index += 1) {
    setOwn(row, columns[index] as string, values[index] as Value);
  }
  return row;
}

function isValues(row: readonly Value[] | StoredRow): row is readonly Value[] {
  return Array.isArray(row);
}
