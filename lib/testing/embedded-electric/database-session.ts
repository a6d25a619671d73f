import { AsyncLocalStorage } from 'node:async_hooks';
import type { PGlite, Transaction } from '@electric-sql/pglite';
import { refuseCopyFromClient } from './copy-refusal.js';

/** What can run a query: the database, or one transaction of it. */
export type Queryable = Pick<Transaction, 'query'>;

/**
 * How Electric wants values spelled, whatever the session of the user says. The time zone matters to a `where` too.
 * Source: README 17, transcript 19.
 */
export const DISPLAY_SETTINGS: readonly (readonly [string, string])[] = [
  ['bytea_output', 'hex'],
  ['DateStyle', 'ISO, DMY'],
  ['TimeZone', 'UTC'],
  ['extra_float_digits', '1'],
  ['IntervalStyle', 'iso_8601'],
];

const SET_LOCAL = DISPLAY_SETTINGS.map(([name, value]) => `SET LOCAL ${name} = '${value}'`).join('; ');

/**
 * PGlite has one session, which the user's statements (in process and through the socket) and ours share.
 * This tells them apart, and calls back when one of theirs was run: there may be something new.
 */
export class DatabaseSession {
  private readonly ours = new AsyncLocalStorage<boolean>();
  private used = 0;

  constructor(
    readonly database: PGlite,
    onUse: () => void,
  ) {
    // Every message to Postgres passes here, whichever way it came.
    const exchange = database.execProtocolRawSync.bind(database);
    database.execProtocolRawSync = (message) => {
      try {
        return exchange(refuseCopyFromClient(message));
      } finally {
        if (!this.ours.getStore()) {
          this.used++;
          onUse();
        }
      }
    };
  }

  /** How many messages that were not ours there were. */
  get uses(): number {
    return this.used;
  }

  /** Whether somebody has a transaction open: what one reads now may be rolled back. */
  get inTransaction(): boolean {
    return this.database.isInTransaction();
  }

  query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.ours.run(true, () => queryIn<Row>(this.database, sql, parameters));
  }

  exec(sql: string): Promise<unknown> {
    return this.ours.run(true, () => this.database.exec(sql));
  }

  /** A transaction of ours, with Electric's display settings. Waits for a transaction of the user to end. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.ours.run(true, () =>
      this.database.transaction(async (tx) => {
        await tx.exec(SET_LOCAL);
        return work(tx);
      }),
    );
  }
}

/** The rows as arrays, for two columns may have one name. */
export async function queryIn<Row>(on: Queryable, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  return (await on.query<Row>(sql, [...parameters], { rowMode: 'array' })).rows;
}
