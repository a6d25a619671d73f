/**
 * What an audit found (I12).
 * @publicApi
 */
export interface AuditResult {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** How many rows Postgres has. */
  readonly rows: number;
  /** How many of ours differed from them, twice and in the same way, and have been corrected. */
  readonly corrected: number;
  /** The shape was read anew meanwhile, so that nothing could be concluded. */
  readonly superseded: boolean;
}

/**
 * When audits are made. They are off unless configured: each asks Postgres for the whole table, twice if something differs.
 * @publicApi
 */
export interface AuditOptions {
  /** After each snapshot that was read, within ten minutes, at random. Default: `false`. */
  readonly afterReset?: boolean | undefined;
  /** Every so many milliseconds, begun at random within the first interval, so that a fleet is spread. Default: never. */
  readonly everyMs?: number | undefined;
}
