import type { SnapshotStore, StoreCommit, StoredRow } from 'nestjs-common-code';

/** Keeps texts, as a file would. */
export class MemoryStore implements SnapshotStore {
  private readonly rows = new Map<string, string>();
  private head: { readonly position: StoreCommit['position']; readonly schema: string } | undefined;

  async load() {
    const { head } = this;
    if (head === undefined) return undefined;
    return { ...head, rows: [[...this.rows.values()].map((text) => JSON.parse(text) as StoredRow)] };
  }

  async save({ reset, upserts, deletes, position, schema }: StoreCommit): Promise<void> {
    if (reset) this.rows.clear();
    for (const [key, row] of upserts) this.rows.set(key, JSON.stringify(row));
    for (const key of deletes) this.rows.delete(key);
    this.head = { position, schema };
  }

  async close(): Promise<void> {}
}
