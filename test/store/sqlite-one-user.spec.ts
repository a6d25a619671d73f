import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { commit, loadAll, newPath, SqliteStores } from './sqlite-stores.js';

describe('one file, one user', () => {
  const stores = new SqliteStores();

  test('a second cache of the process is refused, with a clear error', async () => {
    const path = newPath();
    await stores.at(path).load('f');
    await expect(stores.at(path).load('f')).rejects.toThrow(/in use by another process or another cache/);
  });

  test('a second process is refused, until the first has ended, even by SIGKILL', async () => {
    const path = newPath();
    const script = join(import.meta.dirname, '../support/store-holder.main.ts');
    const holder = spawn(process.execPath, ['--import', 'tsx', script, path], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const gone = once(holder, 'exit');
    await once(holder.stdout, 'data');
    const store = stores.at(path);
    try {
      await expect(store.load('f')).rejects.toThrow(/in use/);
    } finally {
      holder.kill('SIGKILL');
      await gone;
    }
    expect(await loadAll(store)).toBe(1);
  });

  test('a person can read the rows meanwhile, with any SQLite', async () => {
    const path = newPath();
    const store = stores.at(path);
    const red = { group_code: 'COLOR', code: 'R', code_name: '빨강', parent: null };
    await store.save(commit({ '["COLOR","R"]': red }));
    const reader = new Database(path, { readonly: true });
    expect(reader.prepare("SELECT key, row ->> 'code_name' AS name FROM rows").all()).toEqual([
      { key: '["COLOR","R"]', name: '빨강' },
    ]);
    const rows = () =>
      reader
        .prepare('SELECT row FROM rows')
        .pluck()
        .all()
        .map((row) => JSON.parse(String(row)));
    expect(rows()).toEqual([red]);
    await store.save(commit(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [i, { [`c${i % 2}`]: 'x' }]))));
    expect(new Set(rows().map((row) => JSON.stringify(row)))).toEqual(new Set(['{"c0":"x"}', '{"c1":"x"}']));
    reader.close();
  });
});
