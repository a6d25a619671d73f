import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SqliteDatabase } from './sqlite-database.interface.js';
import type { OpenDatabase } from './sqlite-engine.js';

/**
 * Keeps a second process, or a second cache of this one, away from a store. The lock is a transaction that stays open in a
 * file of its own: the operating system ends it with the process, however that ends, and the store itself can be read by
 * others meanwhile.
 *
 * @returns what lets go of it.
 * @throws Error if somebody else has it, or the place cannot be used.
 */
export function lock(open: OpenDatabase, path: string): () => void {
  let database: SqliteDatabase | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    database = open(`${path}.lock`);
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    const { message, code } = error as { message?: string; code?: string };
    if (/database is locked|SQLITE_BUSY/.test(`${message} ${code}`)) {
      throw new Error(`${path} is in use by another process or another cache: give each a file of its own`);
    }
    throw new Error(`${path} cannot be used (${message}): check the path, the disk and the permissions`);
  }
  const held = database;
  return () => held.close();
}
