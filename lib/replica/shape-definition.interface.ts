/**
 * What is followed: a table, or the part of it that a `where` selects, as Electric's shapes have it.
 * @see https://electric-sql.com/docs/guides/shapes
 * @publicApi
 */
export interface ShapeDefinition {
  /** `table` or `schema.table`, quoted as in SQL if it has capitals or special characters. Not a view (electric/README.md 14). */
  readonly table: string;
  /** An SQL condition, with `$1`, `$2`, … for {@link params}. */
  readonly where?: string | undefined;
  readonly params?: readonly string[] | Readonly<Record<string, string>> | undefined;
  /** The columns to follow; they must contain the primary key (electric/README.md 14). Default: all. */
  readonly columns?: readonly string[] | undefined;
}
