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

  /** A commit that fails when most of it has been written. */
  function failing(reset: boolean, rowCount = 200): StoreCommit {
    const good = Array.from({ length: rowCount }, (_, index) => `new${index}`);
    const bucketOf = (key: string) => crc32(key) % 128;
    const taken = new Set(good.map(bucketOf));
    let bad = 0;
    while (taken.has(bucketOf(`bad${bad}`))) bad += 1; // buckets are written in the order in which they come up
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const rows = Object.fromEntries(good.map((code) => [code, { code }]));
    return commit({ ...rows, [`bad${bad}`]: circular as StoredRow }, { reset });
  }

  test('I7 of a first save that breaks off, though it is written in steps, nothing counts', async () => {
    const path = join(temporaryFolder(), 'codes.sqlite');
    const store = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    await expect(store.save(failing(true))).rejects.toThrow();
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

  test.each([
    ['a later reset', true, 200],
    ['a large delta', false, 200],
    ['a smaller delta', false, 60],
  ])('I7 %s that breaks off leaves all of the commit before, and the next one is whole', async (_, reset, rowCount) => {
    const path = join(temporaryFolder(), 'codes.sqlite');
    const store = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    await store.save(commit({ a: { code: 'a' } }, { reset: true }));
    await expect(store.save(failing(reset, rowCount))).rejects.toThrow();
    await store.close();
    const again = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    expect(await read(again)).toEqual({ rows: ['a'], offset: '1_0' });
    await again.save(commit({ b: { code: 'b' } }, { reset }));
    expect((await read(again)).rows.sort()).toEqual(reset ? ['b'] : ['a', 'b']);
    await again.close();
  });

  test('I7 a delta that touches most of the table changes just what it says, and nothing is kept twice', async () => {
    const path = join(temporaryFolder(), 'codes.sqlite');
    const store = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
    const rows = (from: number, to: number, name: string) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, i) => [`k${from + i}`, { code: `k${from + i}`, name }]));
    await store.save(commit({ ...rows(0, 300, 'old') }, { reset: true }));
    await store.save(commit(rows(200, 400, 'new'), { deletes: new Set(['k0', 'k250']) }));
    await store.close();
    const database = new Database(path, { readonly: true });
    const held = database.prepare("SELECT row ->> 'code', row ->> 'name' FROM rows").raw().all() as [string, string][];
    const generations = database.prepare('SELECT count(DISTINCT generation) FROM buckets').pluck().get();
    database.close();
    const expected = { ...rows(1, 300, 'old'), ...rows(200, 400, 'new') };
    delete expected['k250'];
    expect(Object.fromEntries(held)).toEqual(
      Object.fromEntries(Object.values(expected).map(({ code, name }) => [code, name])),
    );
    expect([held.length, generations]).toEqual([398, 1]);
  });
});
