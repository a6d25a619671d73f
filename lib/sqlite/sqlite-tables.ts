import { crc32 } from 'node:zlib';
import type { StoreCommit, StoredRow } from '../storage/snapshot-store.interface.js';
import { type Bucket, changedBucket, checksum, EMPTY, rowsOf } from './bucket.js';
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
const LAYOUT = 4;
/** A commit writes the buckets that it touches, and a start reads bucket by bucket. */
const ROWS_PER_BUCKET = 128;
/** Of a table that begins small, and grows. */
const FEWEST_BUCKETS = 128;
/** How long is written, in milliseconds, before the event loop has a turn. */
const SLICE_MS = 1;
/** How much a first save writes before it commits, as COMMIT and the checkpoint behind it hold up the event loop. */
const BUCKETS_PER_STEP = 32;
/** The same in pages of 4 KiB: what is to be copied from the WAL to the tables does not pile up. */
const PAGES_PER_CHECKPOINT = 256;
/** Pages beyond that go to the WAL while a commit is written, slice by slice, and not all of them in its COMMIT. */
const CACHE_KIB = 1_024;

/** Keys and rows are JSON arrays of the same length ({@link Bucket}). The view is for people. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS buckets (
    bucket INTEGER PRIMARY KEY, crc INTEGER NOT NULL, keys TEXT NOT NULL, columns TEXT NOT NULL, rows TEXT NOT NULL
  );
  CREATE VIEW IF NOT EXISTS rows AS
    SELECT k.value AS key, CASE r.type WHEN 'object' THEN r.value ELSE (
      SELECT json_group_object(c.value, v.value) FROM json_each(columns) AS c, json_each(r.value) AS v WHERE c.key = v.key
    ) END AS row FROM buckets, json_each(keys) AS k, json_each(rows) AS r WHERE k.key = r.key;
  CREATE TABLE IF NOT EXISTS meta (
    id INTEGER PRIMARY KEY CHECK (id = 1), fingerprint TEXT NOT NULL, handle TEXT NOT NULL, "offset" TEXT NOT NULL,
    schema TEXT NOT NULL, buckets INTEGER NOT NULL, checksum INTEGER NOT NULL, saved_at TEXT NOT NULL
  );
  PRAGMA user_version = ${LAYOUT};
`;

/** As bytes: their checksum costs nothing then, and Node 20 is slow at UTF-8. */
const READ = `SELECT crc, ${['keys', 'columns', 'rows'].map((name) => `CAST(${name} AS BLOB) AS ${name}`)} FROM buckets WHERE bucket = ?`;

/**
 * The tables of a store: the rows as JSON, in buckets with a checksum each, and one line about them. One bucket is one row of
 * SQLite's: reading a hundred thousand apart takes longer than parsing them.
 */
export class SqliteTables {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(private readonly database: SqliteDatabase) {}

  /** @throws Error if the file is not such a store. */
  open(): void {
    // NORMAL: a commit outlives the process, and a power failure leaves a whole commit, if not always the last one.
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 1000');
    this.database.exec(`PRAGMA wal_autocheckpoint = ${PAGES_PER_CHECKPOINT}; PRAGMA cache_size = -${CACHE_KIB}`);
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
    const found = this.verified(bucket);
    return { rows: rowsOf(found), crc: found.crc };
  }

  /**
   * Writes a commit, inside the transaction that is open, and lets the event loop have a turn in between. Where nothing is
   * held, in several transactions: before there is a line in `meta`, whatever rows there are do not count (I7).
   */
  async write(commit: StoreCommit): Promise<void> {
    const held = this.meta();
    const before = commit.reset ? undefined : held;
    const inSteps = held === undefined;
    if (before === undefined) this.database.exec('DELETE FROM buckets');
    const buckets = before?.buckets ?? Math.max(FEWEST_BUCKETS, Math.ceil(commit.upserts.size / ROWS_PER_BUCKET));
    const turn = inSlices();
    const changes = new Map<number, [key: string, row: StoredRow | undefined][]>();
    for (const change of changesOf(commit)) {
      const bucket = crc32(change[0]) % buckets;
      const others = changes.get(bucket);
      if (others === undefined) changes.set(bucket, [change]);
      else others.push(change);
      await turn();
    }
    let sum = before?.checksum ?? 0;
    let written = 0;
    for (const [bucket, changed] of changes) {
      const old = before === undefined ? EMPTY : this.verified(bucket); // or damage would get a new checksum
      const { crc, keys, columns, rows } = changedBucket(old, changed);
      this.prepare('INSERT OR REPLACE INTO buckets VALUES (?, ?, ?, ?, ?)').run(bucket, crc, keys, columns, rows);
      sum += crc - old.crc;
      written += 1;
      if (inSteps && written % BUCKETS_PER_STEP === 0) this.database.exec('COMMIT; BEGIN IMMEDIATE');
      await turn();
    }
    const { fingerprint, position, schema } = commit;
    this.prepare('INSERT OR REPLACE INTO meta VALUES (1, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[fingerprint, position.handle, position.offset, schema],
      ...[buckets, sum, new Date().toISOString()],
    );
  }

  private verified(bucket: number): Bucket {
    const found = this.bucket(bucket);
    if (found === undefined) return EMPTY;
    if (checksum(found.keys, found.columns, found.rows) !== found.crc)
      throw new Error('its rows are not what was written');
    return found;
  }

  private bucket(bucket: number): Bucket | undefined {
    return this.prepare(READ).get(bucket) as Bucket | undefined;
  }

  private prepare(sql: string): SqliteStatement {
    const known = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }
}

function* changesOf({ upserts, deletes }: StoreCommit): Generator<[key: string, row: StoredRow | undefined]> {
  yield* upserts;
  for (const key of deletes) yield [key, undefined];
}

function inSlices(): () => Promise<void> | undefined {
  let begunAt = performance.now();
  return () => {
    if (performance.now() - begunAt < SLICE_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        begunAt = performance.now();
        resolve();
      }),
    );
  };
}
