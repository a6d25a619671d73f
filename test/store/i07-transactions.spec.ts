import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'better-sqlite3';
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

  /** A reset that fails when most of it has been written. */
  function failing(): StoreCommit {
    const good = Array.from({ length: 200 }, (_, index) => `new${index}`);
    const bucketOf = (key: string) => crc32(key) % 128;
    const taken = new Set(good.map(bucketOf));
    let bad = 0;
    while (taken.has(bucketOf(`bad${bad}`))) bad += 1; // buckets are written in the order in which they come up
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const rows = Object.fromEntries(good.map((code) => [code, { code }]));
    return commit({ ...rows, [`bad${bad}`]: circular as StoredRow }, { reset: true });
  }

  test('I7 of a first save that breaks off, though it is written in steps, nothing counts', async () => {
    const path = join(temporaryFolder(), 'codes.sqlite');
    const store = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    await expect(store.save(failing())).rejects.toThrow();
    await store.close();
    const database = new Database(path, { readonly: true });
    expect(database.prepare('SELECT count(*) FROM buckets').pluck().get()).toBeGreaterThan(0);
    database.close();
    const again = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    expect(await again.load('f')).toBeUndefined();
    await again.save(commit({ a: { code: 'a' } }, { reset: true }));
    expect(await read(again)).toEqual({ rows: ['a'], offset: '1_0' });
    await again.close();
  });

  test('I7 a later reset that breaks off leaves all of the commit before', async () => {
    const path = join(temporaryFolder(), 'codes.sqlite');
    const store = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    await store.save(commit({ a: { code: 'a' } }, { reset: true }));
    await expect(store.save(failing())).rejects.toThrow();
    await store.close();
    const again = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    expect(await read(again)).toEqual({ rows: ['a'], offset: '1_0' });
    await again.close();
  });
});
