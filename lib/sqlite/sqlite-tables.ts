import { crc32 } from 'node:zlib';
import type { StoreCommit, StoredRow } from '../storage/snapshot-store.interface.js';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.interface.js';

/** What there is beside the rows: of one and the same commit as they are (I7). */
export interface StoredMeta {
  readonly fingerprint: string;
  readonly handle: string;
  readonly offset: string;
  readonly schema: string;
  /** Over how many buckets the rows are spread. */
  readonly buckets: number;
  /** What the checksums of the buckets add up to. */
  readonly checksum: number;
}

/** Kept as `PRAGMA user_version`: a file of another layout is not read. */
const LAYOUT = 2;
/** A commit writes the checksums of the buckets that it touches, and a start reads bucket by bucket. */
const ROWS_PER_BUCKET = 128;
/** Of a table that begins small, and grows. */
const FEWEST_BUCKETS = 128;

const TABLES = `
  CREATE TABLE IF NOT EXISTS rows (
    bucket INTEGER NOT NULL, key TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (bucket, key)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS buckets (bucket INTEGER PRIMARY KEY, crc INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS meta (
    id INTEGER PRIMARY KEY CHECK (id = 1), fingerprint TEXT NOT NULL, handle TEXT NOT NULL, "offset" TEXT NOT NULL,
    schema TEXT NOT NULL, buckets INTEGER NOT NULL, checksum INTEGER NOT NULL, saved_at TEXT NOT NULL
  );
  PRAGMA user_version = ${LAYOUT};
`;

/** The tables of a store: the rows as JSON, which a person can read, in buckets with checksums, and one line about them. */
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
   * The rows of a bucket.
   * @throws Error if they are not what was written.
   */
  read(bucket: number): { rows: readonly StoredRow[]; crc: number } {
    const { text, crc } = this.verified(bucket);
    return { rows: JSON.parse(`[${text}]`) as StoredRow[], crc };
  }

  /** Writes a commit, inside the transaction that is open. @param perTurn rows, before the event loop has a turn. */
  async write(commit: StoreCommit, perTurn: number): Promise<void> {
    const before = commit.reset ? undefined : this.meta();
    if (before === undefined) this.database.exec('DELETE FROM rows; DELETE FROM buckets');
    const buckets = before?.buckets ?? Math.max(FEWEST_BUCKETS, Math.ceil(commit.upserts.size / ROWS_PER_BUCKET));
    const touched = new Set<number>();
    let written = 0;
    const bucketOf = (key: string) => {
      const bucket = crc32(key) % buckets;
      if (before !== undefined && !touched.has(bucket)) this.verified(bucket); // or damage would get a new checksum
      touched.add(bucket);
      return bucket;
    };
    const turn = () => {
      written += 1;
      return written % perTurn === 0 ? new Promise<void>((resolve) => setImmediate(resolve)) : undefined;
    };
    for (const [key, row] of commit.upserts) {
      this.prepare('INSERT OR REPLACE INTO rows VALUES (?, ?, ?)').run(bucketOf(key), key, JSON.stringify(row));
      await turn();
    }
    for (const key of commit.deletes) {
      this.prepare('DELETE FROM rows WHERE bucket = ? AND key = ?').run(bucketOf(key), key);
      await turn();
    }
    let sum = before?.checksum ?? 0;
    for (const bucket of touched) {
      const crc = checksum(this.textOf(bucket));
      sum += crc - this.crcOf(bucket);
      this.prepare('INSERT OR REPLACE INTO buckets VALUES (?, ?)').run(bucket, crc);
      await turn();
    }
    const { fingerprint, position, schema } = commit;
    this.prepare('INSERT OR REPLACE INTO meta VALUES (1, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[fingerprint, position.handle, position.offset, schema],
      ...[buckets, sum, new Date().toISOString()],
    );
  }

  private verified(bucket: number): { text: string; crc: number } {
    const text = this.textOf(bucket);
    const crc = this.crcOf(bucket);
    if (checksum(text) !== crc) throw new Error('its rows are not what was written');
    return { text, crc };
  }

  /** The rows of a bucket as the inside of a JSON array, put together by SQLite: one string instead of hundreds. */
  private textOf(bucket: number): string {
    const sql = "SELECT group_concat(row, ',') AS text FROM (SELECT row FROM rows WHERE bucket = ? ORDER BY key)";
    return (this.prepare(sql).get(bucket) as { text: string | null }).text ?? '';
  }

  private crcOf(bucket: number): number {
    const sql = 'SELECT crc FROM buckets WHERE bucket = ?';
    return (this.prepare(sql).get(bucket) as { crc: number } | undefined)?.crc ?? 0;
  }

  private prepare(sql: string): SqliteStatement {
    const known = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }
}

function checksum(text: string): number {
  return text === '' ? 0 : crc32(text);
}
