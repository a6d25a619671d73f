/** One column of a table, as the catalogue has it. */
export interface Column {
  readonly name: string;
  /** Its number, which a rename leaves and a new column of the same name does not have. */
  readonly number: number;
  /** Type name (`int4`), and the SQL of the type (`character(1)`). */
  readonly type: string;
  readonly sqlType: string;
  /** Of an array: how many dimensions, and the type of the elements. */
  readonly dimensions: number;
  readonly elementType: string | null;
  readonly typeModifier: number;
  readonly notNull: boolean;
  /** Its place in the primary key. */
  readonly keyIndex: number | null;
}

/** One table, or one partition. */
export interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** For a partition: the tables above it, by oid. */
  readonly ancestors: readonly number[];
  readonly partitioned: boolean;
  /** Whether other tables inherit from it, without being partitions. */
  readonly inherited: boolean;
  /** In the order of the catalogue, which is the order of a row's text. */
  readonly columns: readonly Column[];
}

/** The columns that identify a row; all, if there is no primary key (README 21). */
export function keyColumns(relation: Relation): readonly Column[] {
  const keys = relation.columns.filter((column) => column.keyIndex !== null);
  if (keys.length === 0) return relation.columns;
  return keys.sort((a, b) => (a.keyIndex ?? 0) - (b.keyIndex ?? 0));
}
