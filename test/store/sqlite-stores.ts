import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import Database from 'better-sqlite3';
import type { StoreCommit, StoredRow } from 'nestjs-common-code';
import { SqliteSnapshotStore } from 'nestjs-common-code/sqlite';
import { temporaryFolder } from '../support/temporary.js';

/** The stores that a suite opens: closed behind each test. To be made where the suite is described. */
export class SqliteStores {
  private readonly opened: SqliteSnapshotStore[] = [];

  constructor() {
    afterEach(async () => {
      for (const store of this.opened.splice(0)) await store.close();
    });
  }

  at(path: string): SqliteSnapshotStore {
    const store = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    this.opened.push(store);
    return store;
  }

  /** Leaves a file behind that has a thousand rows. */
  async fill(path: string): Promise<void> {
    const store = this.at(path);
    const rows = Array.from({ length: 1_000 }, (_, i) => [`k${i}`, { code: String(i), name: '이름'.repeat(20) }]);
    await store.save(commit(Object.fromEntries(rows)));
    await store.close();
  }
}

/** A file that is not there yet. */
export const newPath = () => join(temporaryFolder(), 'codes.sqlite');

/** A reset to these rows, unless something else is said. */
export function commit(upserts: Record<string, StoredRow>, more: Partial<StoreCommit> = {}): StoreCommit {
  return {
    fingerprint: 'f',
    reset: true,
    upserts: new Map(Object.entries(upserts)),
    deletes: new Set(),
    position: { handle: 'h', offset: '0_0' },
    schema: '{}',
    ...more,
  };
}

/** @returns how many rows there are; `undefined` if nothing is stored. */
export async function loadAll(store: SqliteSnapshotStore): Promise<number | undefined> {
  const stored = await store.load('f');
  if (stored === undefined) return undefined;
  let rows = 0;
  for await (const slice of stored.rows) rows += slice.length;
  return rows;
}

/** What somebody else does to the file. */
export function sql(path: string, statement: string): void {
  const database = new Database(path);
  database.exec(statement);
  database.close();
}
