import { resolve } from 'node:path';
import type { SnapshotStore, StoreCommit, StoredRow, StoredSnapshot } from '../storage/snapshot-store.interface.js';
import { setAside } from './set-aside.js';
import type { SqliteDatabase } from './sqlite-database.interface.js';
import { loadEngine, type SqliteEngine } from './sqlite-engine.js';
import { lock } from './sqlite-lock.js';
import { SqliteTables, type StoredMeta } from './sqlite-tables.js';

/** @publicApi */
export interface SqliteSnapshotStoreOptions {
  /** The file. Its folder is made if it is missing. On a volume that outlives the pod, and of this pod alone. */
  readonly path: string;
  /** Default: `auto`. */
  readonly engine?: SqliteEngine | undefined;
}

/**
 * Keeps the copy in a local SQLite file, so that a pod starts and serves with Electric and Postgres down. Each commit is
 * one SQLite transaction (WAL), or, if that were a long one, several of which only the last counts: a process killed at any
 * instruction finds the commit before, or the commit after (I7).
 *
 * A file that cannot be used is set aside under another name, and the sync starts without it.
 *
 * @example
 * ```ts
 * CommonCodeModule.forRoot({ …, store: new SqliteSnapshotStore({ path: '/var/lib/orders/common-code.sqlite' }) })
 * ```
 * @publicApi
 */
export class SqliteSnapshotStore implements SnapshotStore {
  private readonly path: string;
  private readonly engine: SqliteEngine;
  private opened: Opened | undefined;

  constructor({ path, engine = 'auto' }: SqliteSnapshotStoreOptions) {
    this.path = resolve(path);
    this.engine = engine;
  }

  async load(fingerprint: string): Promise<StoredSnapshot | undefined> {
    const { tables } = await this.open();
    const meta = this.reading(() => tables.meta());
    if (meta === undefined) return undefined;
    if (meta.fingerprint !== fingerprint) throw this.unusable(`it is a copy of something else (${meta.fingerprint})`);
    const position = { handle: meta.handle, offset: meta.offset };
    return { position, schema: meta.schema, rows: this.rows(tables, meta) };
  }

  async save(commit: StoreCommit): Promise<void> {
    const { database, tables } = await this.open();
    try {
      database.exec('BEGIN IMMEDIATE');
      await tables.write(commit);
      database.exec('COMMIT');
    } catch (error) {
      rollback(database);
      throw new Error(`${this.path} cannot be written (${textOf(error)}): check the disk and the permissions`);
    }
  }

  async close(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    opened?.database.close();
    opened?.unlock();
  }

  private async open(): Promise<Opened> {
    if (this.opened !== undefined) return this.opened;
    const open = await loadEngine(this.engine);
    const unlock = lock(open, this.path);
    const database = this.reading(() => open(this.path), unlock);
    this.opened = { database, tables: new SqliteTables(database), unlock };
    this.reading(() => this.opened?.tables.open());
    return this.opened;
  }

  /** All rows, bucket by bucket. That they are those of one commit is known at the end only. */
  private *rows(tables: SqliteTables, { generation, buckets, checksum }: StoredMeta): Generator<readonly StoredRow[]> {
    let sum = 0;
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const { rows, crc } = this.reading(() => tables.read(generation, bucket));
      sum += crc;
      yield rows;
    }
    if (sum !== checksum) throw this.unusable('its rows are not those of one commit');
  }

  /** What cannot be read is set aside. */
  private reading<T>(read: () => T, otherwise: () => void = () => {}): T {
    try {
      return read();
    } catch (error) {
      otherwise();
      throw this.unusable(textOf(error));
    }
  }

  private unusable(why: string): Error {
    this.opened?.database.close();
    this.opened?.unlock();
    this.opened = undefined;
    try {
      const aside = setAside(this.path);
      return new Error(
        `${this.path} could not be used: ${why}. It is kept as ${aside}, and a new one is begun; delete it when nobody wants it`,
      );
    } catch (error) {
      return new Error(
        `${this.path} cannot be used: ${why}; nor be set aside (${textOf(error)}): check the path, the disk and the permissions`,
      );
    }
  }
}

interface Opened {
  readonly database: SqliteDatabase;
  readonly tables: SqliteTables;
  readonly unlock: () => void;
}

function rollback(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // There was no transaction: SQLite ended it itself, as it does when the disk is full.
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
