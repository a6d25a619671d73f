import { keyColumns, type Relation } from './relation.js';
import { quoteRelation } from './sql-identifier.js';

/** A row: the values as text, in the order of the table's columns. */
export type Row = readonly (string | null)[];

interface ViewColumn {
  readonly name: string;
  readonly index: number;
  readonly isKey: boolean;
  /** `"name":` */
  readonly json: string;
}

/** What a shape shows of its table's rows: which columns, under which key. */
export class RowView {
  /** By name, as Electric orders them. */
  readonly columns: readonly ViewColumn[];
  private readonly keys: readonly number[];

  constructor(relation: Relation, selected: readonly string[] | undefined) {
    const keys = keyColumns(relation);
    this.keys = keys.map((key) => relation.columns.indexOf(key));
    this.columns = relation.columns
      .map((column, index) => ({
        name: column.name,
        index,
        isKey: keys.includes(column),
        json: `${JSON.stringify(column.name)}:`,
      }))
      .filter(({ name }) => selected === undefined || selected.includes(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The row as a JSON object. */
  json(row: Row, columns: readonly ViewColumn[] = this.columns): string {
    return `{${columns.map(({ json, index }) => json + JSON.stringify(row[index] ?? null)).join(',')}}`;
  }

  /** The columns in which two rows differ. */
  changed(before: Row, after: Row): ViewColumn[] {
    return this.columns.filter(({ index }) => before[index] !== after[index]);
  }

  /** @param table {@link snapshotTable} or {@link logTable} */
  key(table: string, row: Row): string {
    let key = table;
    // A slash is doubled, a quote is not (README 21).
    for (const index of this.keys) {
      const value = row[index];
      key += value === null || value === undefined ? '/_' : `/"${value.replaceAll('/', '//')}"`;
    }
    return key;
  }
}

interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** How a snapshot's keys begin. */
export function snapshotTable(table: TableName): string {
  return quoteRelation(table);
}

/** How a log's keys begin: escaped otherwise than a snapshot's, and with the partition's name (README 22). */
export function logTable(table: TableName): string {
  const doubled = (name: string) => name.replaceAll('/', '//').replaceAll('.', '..');
  return `"${doubled(table.schema)}"."${doubled(table.name)}"`;
}
