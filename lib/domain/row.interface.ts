/** A column's value, decoded by its Postgres type: JSON-safe (int8 and numeric stay text). */
export type ColumnValue =
  | string
  | number
  | boolean
  | null
  | readonly ColumnValue[]
  | { readonly [key: string]: ColumnValue };

/**
 * A row of the table, by column name, as mapping functions receive it.
 * @publicApi
 */
export type Row = Readonly<Record<string, ColumnValue>>;
