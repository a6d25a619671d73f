import type { Row } from './row.interface.js';

/** Where a property comes from: a column, or a function of the row. A function that throws rejects the row. */
export type ColumnSource<T> = string | ((row: Row) => T);

/**
 * How a row becomes a {@link CommonCode}. What is left out has a default: `group_code`, `code` and `code_name` must be in
 * the table; `sort_order` and `use_yn` are used where present; a parent has no default.
 *
 * @publicApi
 */
export interface ColumnMapping<A = Record<string, unknown>> {
  /** Default: `group_code`. */
  readonly group?: ColumnSource<unknown> | undefined;
  /** Default: `code`. */
  readonly code?: ColumnSource<unknown> | undefined;
  /** Default: `code_name`. A null label is the code itself. */
  readonly label?: ColumnSource<unknown> | undefined;
  /** Default: `sort_order`, where present. Coerced from any numeric; what is not a number sorts last. */
  readonly sortOrder?: ColumnSource<unknown> | undefined;
  /** Default: `use_yn`, where present; without it every code is active. Understands Y/N, 1/0, true/false, t/f; null is inactive. */
  readonly active?: ColumnSource<unknown> | undefined;
  /** The code, in the same group, that this one hangs under. No default. */
  readonly parent?: ColumnSource<unknown> | undefined;
  /** Default: all columns that no other property is mapped from. A column must hold a JSON object. */
  readonly attributes?: ColumnSource<A> | undefined;
}
