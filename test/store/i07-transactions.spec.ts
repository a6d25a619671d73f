import { join } from 'node:path';
import type { StoreCommit, StoredRow } from 'nestjs-common-code';
import { SqliteSnapshotStore } from 'nestjs-common-code/sqlite';
import { temporaryFolder } from '../support/temporary.js';

function commit(upserts: Record<string, StoredRow>, more: Partial<StoreCommit> = {}): StoreCommit {
  return {
    reset: false,
    upserts: new Map(Object.entries(upserts)),
    deletes: new Set(),
    position: { handle: 'h', offset: '1_0' },
    schema: '{}',
    fingerprint: 'f',
    ...more,
  };
}

async function read(store: SqliteSnapshotStore): Promise<{ rows: string[]; offset: string | undefined }> {
  const loaded = await store.load('f');
  const rows: string[] = [];
  for await (const page of loaded?.rows ?? []) rows.push(...page.map((each) => String(each['code'])));
  return { rows, offset: loaded?.position.offset };
}

describe('I7 the SQLite store', () => {
  test('I7 a save that fails half-way leaves rows and position of the commit before', async () => {
    const path = join(temporaryFolder(), 'codes.sqlite');
    const store = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    await store.save(commit({ a: { code: 'a' } }, { reset: true }));
    const circular: Record<string, unknown> = { code: 'c' };
    circular['self'] = circular; // cannot be written, and comes after one that can
    const bad = commit({ b: { code: 'b' }, c: circular as StoredRow }, { position: { handle: 'h', offset: '2_0' } });
    await expect(store.save(bad)).rejects.toThrow();
    expect(await read(store)).toEqual({ rows: ['a'], offset: '1_0' });
    await store.save(commit({ d: { code: 'd' } }, { position: { handle: 'h', offset: '3_0' } }));
    await store.close();
    const again = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    expect(await read(again)).toEqual({ rows: ['a', 'd'], offset: '3_0' });
    await again.close();
  });
});
