import { attachStatements, INSTALL_CAPTURE } from './capture-sql.js';
import { type DatabaseSession, type Queryable, queryIn } from './database-session.js';
import type { Relation } from './relation.js';
import { partitionsOf } from './relation-catalog.js';

/** One row written, or one table emptied. The rows are in Postgres' text form. */
export interface Change {
  /** The table written to; a partition, not the table above it. */
  readonly relation: number;
  readonly operation: 'i' | 'u' | 'd' | 't';
  readonly before: string | null;
  readonly after: string | null;
}

/** What one transaction did to the captured tables, in its order. */
export interface CapturedTransaction {
  /** Number of its last change. */
  readonly seq: number;
  readonly xid: number;
  /** Ascends from transaction to transaction. */
  readonly lsn: number;
  readonly changes: readonly Change[];
}

type ChangeRow = [
  seq: number,
  xid: string,
  lsn: string,
  relation: number,
  operation: Change['operation'],
  before: string | null,
  after: string | null,
];

/** How many read changes may lie about before they are thrown away, and how much write-ahead log before a checkpoint. */
const CHANGES_KEPT = 10_000;
const WAL_KEPT = 64 * 1024 * 1024;

/**
 * Writes down what is written to the tables, by triggers: PGlite cannot decode its write-ahead log. The triggers' rows
 * are part of the user's transaction, so they come and go with it; PGlite's one session makes their order the order of commits.
 */
export class ChangeCapture {
  private readonly attached = new Set<number>();
  private readSeq = 0;
  private unpruned = 0;
  private lsn = 0;
  private checkpointLsn = 0;

  /** @param keep whether what was read must survive a restart */
  constructor(
    private readonly session: DatabaseSession,
    private readonly keep: boolean,
  ) {}

  /** The LSN of the last transaction read. */
  get lastLsn(): number {
    return this.lsn;
  }

  /** The number of the last change read. */
  get lastSeq(): number {
    return this.readSeq;
  }

  /** Before anything else. Changes from before are kept only for shapes from before. */
  async install(): Promise<void> {
    await this.session.exec(INSTALL_CAPTURE);
    const [[seq = 0, lsn = '0'] = []] = await this.session.query<[number, string]>(
      `SELECT coalesce(max(seq), 0), (pg_current_wal_insert_lsn() - '0/0')::text FROM electric_embedded.change`,
    );
    this.readSeq = seq;
    this.lsn = Number(lsn);
    this.checkpointLsn = this.lsn;
  }

  /** Reads again what came behind the number, and throws away what came before. */
  async rewind(seq: number): Promise<void> {
    this.readSeq = seq;
    await this.session.query('DELETE FROM electric_embedded.change WHERE seq <= $1', [seq]);
  }

  /** Whether there is anything to read. Cheap, for it is asked after every statement. */
  async hasUnread(): Promise<boolean> {
    const found = await this.session.query('SELECT 1 FROM electric_embedded.change WHERE seq > $1 LIMIT 1', [
      this.readSeq,
    ]);
    return found.length > 0;
  }

  /** Puts the triggers on a table, and the one for TRUNCATE on each of its partitions, which do not get it by themselves. */
  async attach(on: Queryable, relation: Relation): Promise<void> {
    if (this.attached.has(relation.oid)) return;
    const partitions = await partitionsOf(on, relation.oid);
    for (const statement of attachStatements(relation, partitions)) await on.query(statement);
    this.attached.add(relation.oid);
  }

  /** After a transaction that attached was rolled back, and now and then for partitions that are new. */
  forgetAttached(): void {
    this.attached.clear();
  }

  /** The transactions committed since the last call. */
  async read(on: Queryable): Promise<CapturedTransaction[]> {
    const rows = await queryIn<ChangeRow>(
      on,
      `SELECT seq, xid::text, (lsn - '0/0')::text, relation::int8, operation, before, after
         FROM electric_embedded.change WHERE seq > $1 ORDER BY seq`,
      [this.readSeq],
    );
    const last = rows.at(-1);
    if (!last) return [];
    this.readSeq = last[0];
    this.unpruned += rows.length;
    const transactions = groupByTransaction(rows);
    this.lsn = transactions.at(-1)?.lsn ?? this.lsn;
    return transactions;
  }

  /** Throws away what has been read; a table of nothing but dead rows would grow, for PGlite has no vacuum of its own. */
  async tidy(): Promise<void> {
    if (!this.keep && this.unpruned > CHANGES_KEPT) {
      this.unpruned = 0;
      await this.session.transaction(async (tx) => {
        const unread = await queryIn(tx, 'SELECT 1 FROM electric_embedded.change WHERE seq > $1 LIMIT 1', [
          this.readSeq,
        ]);
        if (unread.length === 0) await tx.exec('TRUNCATE electric_embedded.change');
      });
    }
    // PGlite has no checkpointer either: without this the log would grow for ever, in memory.
    if (this.lsn - this.checkpointLsn > WAL_KEPT) {
      this.checkpointLsn = this.lsn;
      await this.session.exec('CHECKPOINT');
    }
  }
}

function groupByTransaction(rows: readonly ChangeRow[]): CapturedTransaction[] {
  const transactions: { seq: number; xid: number; lsn: number; changes: Change[] }[] = [];
  for (const [seq, xid, lsn, relation, operation, before, after] of rows) {
    let current = transactions.at(-1);
    if (current?.xid !== Number(xid)) {
      current = { seq, xid: Number(xid), lsn: 0, changes: [] };
      transactions.push(current);
    }
    current.seq = seq;
    current.lsn = Number(lsn);
    current.changes.push({ relation, operation, before, after });
  }
  return transactions;
}
