/** The columns of the table as Electric describes them. */
export interface TableColumns {
  readonly columns: readonly string[];
  /** In the order of the key; empty for a table without one. */
  readonly primaryKey: readonly string[];
}
