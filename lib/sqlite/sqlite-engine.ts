import type { SqliteDatabase } from './sqlite-database.interface.js';

/**
 * Which SQLite is used: `node:sqlite`, which Node has from 22.13 on, or `better-sqlite3`, to be installed beside this
 * package; `auto` is the first, where there is one.
 * @publicApi
 */
export type SqliteEngine = 'auto' | 'node:sqlite' | 'better-sqlite3';

/** Opens a database file. */
export type OpenDatabase = (path: string) => SqliteDatabase;

/** @throws Error that says what to install. */
export async function loadEngine(engine: SqliteEngine): Promise<OpenDatabase> {
  if (engine !== 'better-sqlite3') {
    const builtin = process.getBuiltinModule?.('node:sqlite') as { DatabaseSync: DatabaseClass } | undefined;
    if (builtin !== undefined) return (path) => new builtin.DatabaseSync(path);
    if (engine === 'node:sqlite')
      throw new Error('this Node has no node:sqlite (it comes with 22.13): use better-sqlite3');
  }
  try {
    const { default: Database } = (await import('better-sqlite3')) as unknown as { default: DatabaseClass };
    return (path) => new Database(path);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Error(`SqliteSnapshotStore needs better-sqlite3 (npm install better-sqlite3), or Node 22.13: ${why}`);
  }
}

type DatabaseClass = new (path: string) => SqliteDatabase;
