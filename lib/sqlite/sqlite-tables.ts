import { crc32 } from 'node:zlib';
import { createPacer, type Pacer } from '../replica/pacer.js';
import type { StoreCommit, StoredRow } from '../storage/snapshot-store.interface.js';
import { type Bucket, type Change, changedBucket, checksum, EMPTY, rowsOf } from './bucket.js';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.interface.js';
import { LAYOUT, TABLES } from './sqlite-layout.js';

/** What there is beside the rows: of one and the same commit as they are (I7). */
export interface StoredMeta {
  readonly fingerprint: string;
  readonly handle: string;
  readonly offset: string;
  readonly schema: string;
  /** Which buckets count. */
  readonly generation: number;
  /** Over how many buckets the rows are spread. */
  readonly buckets: number;
  /** What the checksums of the buckets add up to. */
  readonly checksum: number;
}

/** A commit writes the buckets that it touches, and a start reads bucket by bucket. */
const ROWS_PER_BUCKET = 128;
/** Of a table that begins small, and grows. */
const FEWEST_BUCKETS = 128;
/** What touches more is not written in one transaction: its COMMIT would hold up the event loop for more than 10 ms. */
const MOST_IN_PLACE = 64;
/** How much is written between two COMMITs then. */
const BUCKETS_PER_STEP = 32;
/** How long is written, in milliseconds, before the event loop has a turn. */
const SLICE_MS = 1;
/** In pages of 4 KiB: what is to be copied from the WAL to the tables does not pile up. */
const PAGES_PER_CHECKPOINT = 256;
/** Pages beyond that go to the WAL while a commit is written, slice by slice, and not all of them in its COMMIT. */
const CACHE_KIB = 1_024;

/** As bytes: their checksum costs nothing then, and Node 20 is slow at UTF-8. */
const TEXTS = ['keys', 'columns', 'rows'].map((name) => `CAST(${name} AS BLOB) AS ${name}`).join(', ');
const READ = `SELECT crc, ${TEXTS} FROM buckets WHERE generation = ? AND bucket = ?`;
const WRITE = 'INSERT OR REPLACE INTO buckets VALUES (?, ?, ?, ?, ?, ?)';
const COPY = `INSERT OR IGNORE INTO buckets SELECT ?, bucket, crc, keys, columns, rows FROM buckets
  WHERE generation = ? AND bucket >= ? AND bucket < ?`;
const DISCARD = `DELETE FROM buckets WHERE rowid IN
  (SELECT rowid FROM buckets WHERE generation <> ? LIMIT ${BUCKETS_PER_STEP})`;
const WRITE_META = 'INSERT OR REPLACE INTO meta VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)';

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
  read(generation: number, bucket: number): { rows: readonly StoredRow[]; crc: number } {
    const found = this.verified(generation, bucket);
    return { rows: rowsOf(found), crc: found.crc };
  }

  /**
   * Writes a commit, inside the transaction that is open, and lets the event loop have a turn in between. What one transaction
   * should not hold is written beside what is held, as another generation of buckets, in several: they count from the line in
   * `meta` on, which is written last (I7).
   */
  async write(commit: StoreCommit): Promise<void> {
    const held = this.meta();
    const before = commit.reset ? undefined : held;
    const buckets = before?.buckets ?? Math.max(FEWEST_BUCKETS, Math.ceil(commit.upserts.size / ROWS_PER_BUCKET));
    const pacer = createPacer(SLICE_MS);
    const changes = await byBucket(commit, buckets, pacer);
    const inPlace = before !== undefined && changes.size <= MOST_IN_PLACE;
    const generation = inPlace ? before.generation : (held?.generation ?? 0) + 1;
    if (!inPlace) await this.discardAllBut(held?.generation ?? 0); // what an attempt left that came to nothing
    let sum = before?.checksum ?? 0;
    let written = 0;
    for (const [bucket, changed] of changes) {
      const old = before === undefined ? EMPTY : this.verified(before.generation, bucket); // or damage would get a new checksum
      const { crc, keys, columns, rows } = changedBucket(old, changed);
      this.prepare(WRITE).run(generation, bucket, crc, keys, columns, rows);
      sum += crc - old.crc;
      written += 1;
      if (!inPlace && written % BUCKETS_PER_STEP === 0) this.step();
      await pacer.breathe();
    }
    for (let bucket = 0; before !== undefined && !inPlace && bucket < buckets; bucket += BUCKETS_PER_STEP) {
      this.prepare(COPY).run(generation, before.generation, bucket, bucket + BUCKETS_PER_STEP);
      this.step();
      await pacer.breathe();
    }
    const { fingerprint, position, schema } = commit;
    this.prepare(WRITE_META).run(
      ...[fingerprint, position.handle, position.offset, schema],
      ...[generation, buckets, sum, new Date().toISOString()],
    );
    if (inPlace) return;
    this.step();
    await this.discardAllBut(generation);
  }

  private async discardAllBut(generation: number): Promise<void> {
    while (this.prepare(DISCARD).run(generation).changes > 0) {
      this.step();
      await new Promise(setImmediate);
    }
  }

  private step(): void {
    this.database.exec('COMMIT; BEGIN IMMEDIATE');
  }

  private verified(generation: number, bucket: number): Bucket {
    const found = this.prepare(READ).get(generation, bucket) as Bucket | undefined;
    if (found === undefined) return EMPTY;
    if (checksum(found.keys, found.columns, found.rows) !== found.crc) {
      throw new Error('its rows are not what was written');
    }
    return found;
  }

  private prepare(sql: string): SqliteStatement {
    const known = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }
}

async function byBucket(commit: StoreCommit, buckets: number, pacer: Pacer): Promise<Map<number, Change[]>> {
  const changes = new Map<number, Change[]>();
  for (const change of changesOf(commit)) {
    const bucket = crc32(change[0]) % buckets;
    const others = changes.get(bucket);
    if (others === undefined) changes.set(bucket, [change]);
    else others.push(change);
    await pacer.breathe();
  }
  return changes;
}

function* changesOf({ upserts, deletes }: StoreCommit): Generator<Change> {
  yield* upserts;
  for (const key of deletes) yield [key, undefined];
}
