import type { Transaction } from '@electric-sql/pglite';
import { queryIn } from './database-session.js';
import type { Column, Relation } from './relation.js';
import { type Row, type RowView, snapshotTable } from './row-view.js';
import { quoteIdentifier, quoteRelation } from './sql-identifier.js';

/** The bodies that answer `offset=-1`, `0_0`, `0_1`, …: whole JSON arrays. Never empty (README 1). */
export type SnapshotChunks = readonly Buffer[];

/** So many rows at a time: PGlite blocks the process while it works. */
const ROWS_PER_FETCH = 5_000;

/** Reads the rows of a shape as they are now, in a transaction of {@link DatabaseSession.transaction}. */
export async function takeSnapshot(
  tx: Transaction,
  relation: Relation,
  view: RowView,
  where: string | undefined,
  chunkBytes: number,
): Promise<SnapshotChunks> {
  const columns = relation.columns.map(snapshotText).join(', ');
  const filter = where === undefined ? '' : ` WHERE (${where}\n)`;
  await tx.query(
    `DECLARE electric_snapshot NO SCROLL CURSOR FOR SELECT ${columns} FROM ${quoteRelation(relation)}${filter}`,
  );
  const chunks = new ChunkWriter(chunkBytes);
  const table = snapshotTable(relation);
  const headers = `"headers":${JSON.stringify({ relation: [relation.schema, relation.name], operation: 'insert' })}}`;
  for (;;) {
    const rows = await queryIn<Row>(tx, `FETCH ${ROWS_PER_FETCH} FROM electric_snapshot`);
    if (rows.length === 0) break;
    for (const row of rows) {
      chunks.write(`{"key":${JSON.stringify(view.key(table, row))},"value":${view.json(row)},${headers}`);
    }
  }
  await tx.query('CLOSE electric_snapshot');
  return chunks.finish(await snapshotEnd(tx));
}

/** A snapshot casts to text where the log uses output functions: `true` and `t`, `10.0.0.1/32` and `10.0.0.1` (README 17, 37). */
function snapshotText(column: Column): string {
  const name = quoteIdentifier(column.name);
  // The cast would take the padding of char(n) off.
  return column.type === 'bpchar' ? `CASE WHEN ${name} IS NOT NULL THEN concat(${name}, '') END` : `${name}::text`;
}

async function snapshotEnd(tx: Transaction): Promise<string> {
  const [[xmin = '', xmax = '', running = []] = []] = await queryIn<[string, string, string[]]>(
    tx,
    `SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text, ARRAY(SELECT pg_snapshot_xip(s)::text)
       FROM pg_current_snapshot() s`,
  );
  return JSON.stringify({ headers: { control: 'snapshot-end', xip_list: running, xmax, xmin } });
}

/** Collects items into JSON arrays, each closed by the item that makes it too big. */
class ChunkWriter {
  private readonly chunks: string[][] = [[]];
  private openBytes = 0;

  constructor(private readonly chunkBytes: number) {}

  write(item: string): void {
    if (this.openBytes >= this.chunkBytes) {
      this.chunks.push([]);
      this.openBytes = 0;
    }
    this.chunks.at(-1)?.push(item);
    // One more for the line break that Electric counts (transcript 20).
    this.openBytes += Buffer.byteLength(item) + 1;
  }

  finish(end: string): Buffer[] {
    this.chunks.at(-1)?.push(end);
    return this.chunks.map((items) => Buffer.from(`[${items.join(',')}]`));
  }
}
