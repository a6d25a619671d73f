import { crc32 } from 'node:zlib';
import type { StoreCommit, StoredRow } from '../storage/snapshot-store.interface.js';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.interface.js';

/** What there is beside the rows: of one and the same commit as they are (I7). */
export interface StoredMeta {
  readonly fingerprint: string;
  readonly handle: string;
  readonly offset: string;
  readonly schema: string;
  /** How many rows there are, and what their checksums add up to. */
  readonly count: number;
  readonly checksum: number;
}

/** Kept as `PRAGMA user_version`: a file of another layout is not read. */
const LAYOUT = 1;

const TABLES = `
  CREATE TABLE IF NOT EXISTS rows (key TEXT PRIMARY KEY, row TEXT NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (
    id INTEGER PRIMARY KEY CHECK (id = 1), fingerprint TEXT NOT NULL, handle TEXT NOT NULL, "offset" TEXT NOT NULL,
    schema TEXT NOT NULL, "count" INTEGER NOT NULL, checksum INTEGER NOT NULL, saved_at TEXT NOT NULL
  );
  PRAGMA user_version = ${LAYOUT};
`;

/** The two tables of a store: the rows as JSON, which a person can read, and one line about them. */
export class SqliteTables {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(private readonly database: SqliteDatabase) {}

  /** @throws Error if the file is not such a store. */
  open(): void {
    // NORMAL: a commit outlives the process, and a power failure leaves a whole commit, if not always the last one.
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 1000');
    const { user_version: layout } = this.prepare('PRAGMA user_version').get() as { user_version: number };
    if (layout !== 0 && layout !== LAYOUT) throw new Error(`its layout is ${layout}, and this version reads ${LAYOUT}`);
    if (layout === 0) this.database.exec(TABLES);
  }

  meta(): StoredMeta | undefined {
    return this.prepare('SELECT * FROM meta').get() as StoredMeta | undefined;
  }

  /**
   * The rows after a key, in the order of keys.
   * @throws Error if one is not what was written.
   */
  rowsAfter(key: string, limit: number): { lastKey: string; rows: StoredRow[]; checksum: number } {
    const lines = this.prepare('SELECT key, row, crc FROM rows WHERE key > ? ORDER BY key LIMIT ?').all(
      key,
      limit,
    ) as Line[];
    let checksum = 0;
    for (const { row, crc } of lines) {
      if (crc32(row) !== crc) throw new Error('a row is not what was written');
      checksum += crc;
    }
    const rows = JSON.parse(`[${lines.map(({ row }) => row).join(',')}]`) as StoredRow[];
    return { lastKey: lines.at(-1)?.key ?? key, rows, checksum };
  }

  /** Writes a commit, inside the transaction that is open. @param perTurn rows, before the event loop has a turn. */
  async write(commit: StoreCommit, perTurn: number): Promise<void> {
    let { count, checksum } = (commit.reset ? undefined : this.meta()) ?? { count: 0, checksum: 0 };
    if (commit.reset) this.prepare('DELETE FROM rows').run();
    let written = 0;
    const replace = (key: string, row: StoredRow | undefined) => {
      const before = commit.reset ? undefined : this.crcOf(key);
      const after = row === undefined ? this.remove(key) : this.put(key, row);
      count += Number(after !== undefined) - Number(before !== undefined);
      checksum += (after ?? 0) - (before ?? 0);
      written += 1;
      return written % perTurn === 0 ? new Promise<void>((resolve) => setImmediate(resolve)) : undefined;
    };
    for (const [key, row] of commit.upserts) await replace(key, row);
    for (const key of commit.deletes) await replace(key, undefined);
    const { fingerprint, position, schema } = commit;
    this.prepare('INSERT OR REPLACE INTO meta VALUES (1, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[fingerprint, position.handle, position.offset, schema],
      ...[count, checksum, new Date().toISOString()],
    );
  }

  private put(key: string, row: StoredRow): number {
    const text = JSON.stringify(row);
    const crc = crc32(text);
    this.prepare('INSERT OR REPLACE INTO rows (key, row, crc) VALUES (?, ?, ?)').run(key, text, crc);
    return crc;
  }

  private remove(key: string): undefined {
    this.prepare('DELETE FROM rows WHERE key = ?').run(key);
  }

  private crcOf(key: string): number | undefined {
    return (this.prepare('SELECT crc FROM rows WHERE key = ?').get(key) as { crc: number } | undefined)?.crc;
  }

  private prepare(sql: string): SqliteStatement {
    const known = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }
}

interface Line {
  readonly key: string;
  readonly row: string;
  readonly crc: number;
}
