import { commit, loadAll, newPath, SqliteStores, sql } from './sqlite-stores.js';

describe('a file that cannot be used', () => {
  const stores = new SqliteStores();

  test('a failing save leaves the commit before, and the next one is whole', async () => {
    const path = newPath();
    const store = stores.at(path);
    await store.save(commit({ a: { code: 'a' } }));
    const unserializable = {
      get code(): string {
        throw new Error('disk on fire');
      },
    };
    await expect(store.save(commit({ b: { code: 'b' }, c: unserializable }))).rejects.toThrow(
      /cannot be written.*disk on fire/,
    );
    expect(await loadAll(store)).toBe(1);
    await store.save(commit({ b: { code: 'b' }, c: { code: 'c' } }));
    expect(await loadAll(store)).toBe(2);
  });

  test('a full disk is said, and over when there is room again', async () => {
    const path = newPath();
    const store = stores.at(path);
    await store.save(commit({ a: { code: 'a' } }));
    sql(path, 'PRAGMA wal_checkpoint(TRUNCATE)');
    const inside = store as unknown as { opened: { database: { exec(sql: string): void } } };
    inside.opened.database.exec('PRAGMA max_page_count = 1'); // SQLite's own way to be out of room: SQLITE_FULL
    const large = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`k${i}`, { name: 'x'.repeat(200) }]));
    await expect(store.save(commit(large))).rejects.toThrow(/full/);
    expect(await loadAll(store)).toBe(1);
    inside.opened.database.exec('PRAGMA max_page_count = 1000000');
    await store.save(commit(large));
    expect(await loadAll(store)).toBe(2_000);
  });
});
