/** What the store needs of an SQLite: little enough that `node:sqlite` and `better-sqlite3` both are one. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}

export interface SqliteStatement {
  run(...values: readonly (string | number)[]): { readonly changes: number | bigint };
  get(...values: readonly (string | number)[]): unknown;
  all(...values: readonly (string | number)[]): unknown[];
}
