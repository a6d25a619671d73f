import type { Transaction } from '@electric-sql/pglite';
import { type RowQuery, readRows } from './row-query.js';
import { seenTransactions } from './seen-transactions.js';

/** The bodies that answer `offset=-1`, `0_0`, `0_1`, …: whole JSON arrays. Never empty (README 1). */
export type SnapshotChunks = readonly Buffer[];

/** Reads the rows of a shape as they are now, in a transaction of {@link DatabaseSession.transaction}. */
export async function takeSnapshot(tx: Transaction, query: RowQuery, chunkBytes: number): Promise<SnapshotChunks> {
  const chunks = new ChunkWriter(chunkBytes);
  await readRows(tx, query, (item) => chunks.write(item));
  const end = { control: 'snapshot-end', ...(await seenTransactions(tx)) };
  return chunks.finish(JSON.stringify({ headers: end }));
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
