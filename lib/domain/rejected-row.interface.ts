/**
 * A row that is kept out of the snapshot because it cannot be a code. It enters as soon as it is mended.
 * @publicApi
 */
export interface RejectedRow {
  /** The row's primary key: column name to value. */
  readonly key: Readonly<Record<string, string>>;
  /** Why, in words for the person who mends the row. */
  readonly reason: string;
}
