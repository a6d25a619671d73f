import { chmodSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commit, loadAll, newPath, SqliteStores, sql } from './sqlite-stores.js';

const aside = (path: string) => readdirSync(dirname(path)).filter((name) => name.includes('unusable'));

describe('a file that cannot be used', () => {
  const stores = new SqliteStores();

  const damages: [string, (path: string) => void | Promise<void>, RegExp][] = [
    ['not SQLite', (path) => writeFileSync(path, 'codes, codes, codes'.repeat(500)), /not a database/],
    ['truncated', (path) => truncateSync(path, 20_000), /./],
    ['torn: a page in the middle overwritten', (path) => overwrite(path, 40_000, 4_096), /./],
    [
      'one character of a row changed',
      (path) => sql(path, 'UPDATE buckets SET rows = replace(rows, \'"500"\', \'"5O0"\')'),
      /not what was written/,
    ],
    [
      'a row gone, with its key',
      (path) => sql(path, "UPDATE buckets SET keys = json_remove(keys, '$[0]'), rows = json_remove(rows, '$[0]')"),
      /not what was written/,
    ],
    [
      'a key changed',
      (path) => sql(path, "UPDATE buckets SET keys = replace(keys, 'k5', 'k6')"),
      /not what was written/,
    ],
    [
      'a bucket gone, with its checksum',
      (path) => sql(path, 'DELETE FROM buckets WHERE bucket = 3'),
      /not those of one commit/,
    ],
    ['of another layout', (path) => sql(path, 'PRAGMA user_version = 99'), /layout is 99/],
    [
      'another application’s tables',
      (path) => sql(path, 'DROP TABLE buckets; DROP TABLE meta; CREATE TABLE t (a)'),
      /no such table/,
    ],
    ['of another shape', (path) => sql(path, "UPDATE meta SET fingerprint = 'other'"), /something else/],
  ];
  test.each(damages)('I7 %s: it is set aside under another name, and a new one is begun', async (_, damage, says) => {
    const path = newPath();
    await stores.fill(path);
    await damage(path);
    const before = readFileSync(path);
    const store = stores.at(path);
    await expect(loadAll(store)).rejects.toThrow(says);
    const [name] = aside(path);
    expect(readFileSync(join(dirname(path), name ?? '')).subarray(200)).toEqual(before.subarray(200)); // kept as it was, but for SQLite's own header
    await store.save(commit({ new: { code: 'new' } }));
    await store.close();
    expect(await loadAll(stores.at(path))).toBe(1);
  });

  test('I7 damage under a store that is open is not given a new checksum by the next commit', async () => {
    const path = newPath();
    await stores.fill(path);
    const store = stores.at(path);
    expect(await loadAll(store)).toBe(1_000);
    await sql(path, "UPDATE buckets SET rows = replace(rows, '[\"5', '[\"6')");
    const all = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`n${i}`, { code: 'new' }]));
    await expect(store.save(commit(all, { reset: false }))).rejects.toThrow(/not what was written/);
    await store.close();
    await expect(loadAll(stores.at(path))).rejects.toThrow(/not what was written/);
  });

  test('I7 zero bytes: an empty store', async () => {
    const path = newPath();
    writeFileSync(path, '');
    expect(await loadAll(stores.at(path))).toBeUndefined();
  });
});

function overwrite(path: string, at: number, bytes: number): void {
  const content = readFileSync(path);
  content.fill(0xa5, at, at + bytes);
  writeFileSync(path, content);
  chmodSync(path, 0o644);
}
