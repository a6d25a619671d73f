import { afterAll, beforeAll, beforeEach, jest } from '@jest/globals';
import type pg from 'pg';
import { connect, createTable, SLOW_MS, truncateTables } from './electric-target.js';

/** A table that each test has for itself. */
export interface SuiteTable {
  readonly prefix: string;
  readonly columns: string;
  /** As behind INSERT … VALUES. */
  readonly rows?: string;
}

/**
 * What a suite has of the target's database, and as much time as a real Electric may take. To be made where the suite is
 * described: it connects before the suite, and empties what was created behind it.
 */
export class TargetSuite {
  /** Of the test that runs. */
  table = '';
  private client: pg.Client | undefined;

  constructor(own?: SuiteTable) {
    jest.setTimeout(SLOW_MS);
    beforeAll(async () => {
      this.client = await connect();
    });
    afterAll(async () => {
      await truncateTables(this.db);
      await this.db.end();
    });
    if (own !== undefined) beforeEach(() => this.begin(own));
  }

  get db(): pg.Client {
    if (this.client === undefined) throw new Error('The database is there from beforeAll on');
    return this.client;
  }

  query(sql: string, values?: unknown[]): Promise<pg.QueryResult> {
    return this.db.query(sql, values);
  }

  /** A further table, under a unique name. */
  createTable(prefix: string, columns: string): Promise<string> {
    return createTable(this.db, prefix, columns);
  }

  private async begin({ prefix, columns, rows }: SuiteTable): Promise<void> {
    this.table = await this.createTable(prefix, columns);
    if (rows !== undefined) await this.query(`INSERT INTO ${this.table} VALUES ${rows}`);
  }
}
