import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { StoreCommit, StoredRow } from 'nestjs-common-code';
import { SqliteSnapshotStore } from 'nestjs-common-code/sqlite';
import { snapshotStoreContract } from 'nestjs-common-code/testing';
import { nodeWithSqlite } from '../support/second-node.js';
import { temporaryFolder } from '../support/temporary.js';

const newPath = () => join(temporaryFolder(), 'codes.sqlite');
const opened: SqliteSnapshotStore[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

function storeAt(path: string): SqliteSnapshotStore {
  const store = new SqliteSnapshotStore({ path, engine: 'better-sqlite3' });
  opened.push(store);
  return store;
}

function commit(upserts: Record<string, StoredRow>, more: Partial<StoreCommit> = {}): StoreCommit {
  return {
    fingerprint: 'f',
    reset: true,
    upserts: new Map(Object.entries(upserts)),
    deletes: new Set(),
    position: { handle: 'h', offset: '0_0' },
    schema: '{}',
    ...more,
  };
}

async function saved(path: string, rows = 1_000): Promise<void> {
  const store = storeAt(path);
  await store.save(
    commit(
      Object.fromEntries(
        Array.from({ length: rows }, (_, i) => [`k${i}`, { code: String(i), name: '이름'.repeat(20) }]),
      ),
    ),
  );
  await store.close();
}

async function loadAll(store: SqliteSnapshotStore): Promise<number | undefined> {
  const stored = await store.load('f');
  if (stored === undefined) return undefined;
  let rows = 0;
  for await (const slice of stored.rows) rows += slice.length;
  return rows;
}

const aside = (path: string) => readdirSync(dirname(path)).filter((name) => name.includes('unusable'));

describe('I7 SqliteSnapshotStore on better-sqlite3', () => {
  for (const { name, run } of snapshotStoreContract(() => {
    const path = newPath();
    return () => storeAt(path);
  })) {
    test(`I7 ${name}`, run);
  }
});

describe('I7 SqliteSnapshotStore on node:sqlite', () => {
  test('I7 keeps the same contract', () => {
    const script = join(import.meta.dirname, '../support/store-contract.main.ts');
    const args = ['--import', 'tsx', script, temporaryFolder(), 'node:sqlite'];
    const output = execFileSync(nodeWithSqlite(), args, { env: { ...process.env, NODE_OPTIONS: '--no-warnings' } });
    const results = Object.values(JSON.parse(output.toString()) as Record<string, string>);
    expect(results).toEqual(results.map(() => 'passed'));
    expect(results.length).toBeGreaterThan(5);
  }, 300_000);
});

describe('a file that cannot be used', () => {
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
    await saved(path);
    await damage(path);
    const before = readFileSync(path);
    const store = storeAt(path);
    await expect(loadAll(store)).rejects.toThrow(says);
    const [name] = aside(path);
    expect(readFileSync(join(dirname(path), name ?? '')).subarray(200)).toEqual(before.subarray(200)); // kept as it was, but for SQLite's own header
    await store.save(commit({ new: { code: 'new' } }));
    await store.close();
    expect(await loadAll(storeAt(path))).toBe(1);
  });

  test('I7 damage under a store that is open is not given a new checksum by the next commit', async () => {
    const path = newPath();
    await saved(path);
    const store = storeAt(path);
    expect(await loadAll(store)).toBe(1_000);
    await sql(path, 'UPDATE buckets SET rows = replace(rows, \'"code":"5\', \'"code":"6\')');
    const all = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`n${i}`, { code: 'new' }]));
    await expect(store.save(commit(all, { reset: false }))).rejects.toThrow(/not what was written/);
    await store.close();
    await expect(loadAll(storeAt(path))).rejects.toThrow(/not what was written/);
  });

  test('I7 zero bytes: an empty store', async () => {
    const path = newPath();
    writeFileSync(path, '');
    expect(await loadAll(storeAt(path))).toBeUndefined();
  });

  test('a missing folder is made', async () => {
    const path = join(temporaryFolder(), 'not/there/yet/codes.sqlite');
    await saved(path);
    expect(existsSync(path)).toBe(true);
  });

  test('a place that cannot be a file says so', async () => {
    const path = newPath();
    mkdirSync(path);
    writeFileSync(join(dirname(path), 'file'), '');
    await expect(loadAll(storeAt(path))).rejects.toThrow(/check the path, the disk and the permissions|is kept as/);
    await expect(loadAll(storeAt(join(dirname(path), 'file/codes.sqlite')))).rejects.toThrow(/check the path/);
  });

  test('a failing save leaves the commit before, and the next one is whole', async () => {
    const path = newPath();
    const store = storeAt(path);
    await store.save(commit({ a: { code: 'a' } }));
    const unserializable = {
      toJSON: () => {
        throw new Error('disk on fire');
      },
    } as unknown as StoredRow;
    await expect(store.save(commit({ b: { code: 'b' }, c: unserializable }))).rejects.toThrow(
      /cannot be written.*disk on fire/,
    );
    expect(await loadAll(store)).toBe(1);
    await store.save(commit({ b: { code: 'b' }, c: { code: 'c' } }));
    expect(await loadAll(store)).toBe(2);
  });

  test('a full disk is said, and over when there is room again', async () => {
    const path = newPath();
    const store = storeAt(path);
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

describe('one file, one user', () => {
  test('a second cache of the process is refused, with a clear error', async () => {
    const path = newPath();
    await storeAt(path).load('f');
    await expect(storeAt(path).load('f')).rejects.toThrow(/in use by another process or another cache/);
  });

  test('a second process is refused, until the first has ended, even by SIGKILL', async () => {
    const path = newPath();
    const script = join(import.meta.dirname, '../support/store-holder.main.ts');
    const holder = spawn(process.execPath, ['--import', 'tsx', script, path], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    await once(holder.stdout, 'data');
    const store = storeAt(path);
    await expect(store.load('f')).rejects.toThrow(/in use/);
    const gone = once(holder, 'exit');
    holder.kill('SIGKILL');
    await gone;
    expect(await loadAll(store)).toBe(1);
  });

  test('a person can read the rows meanwhile, with any SQLite', async () => {
    const path = newPath();
    const store = storeAt(path);
    await store.save(commit({ '["COLOR","R"]': { group_code: 'COLOR', code: 'R', code_name: '빨강' } }));
    const reader = new Database(path, { readonly: true });
    expect(reader.prepare("SELECT key, row ->> 'code_name' AS name FROM rows").all()).toEqual([
      { key: '["COLOR","R"]', name: '빨강' },
    ]);
    reader.close();
  });
});

function sql(path: string, statement: string): void {
  const database = new Database(path);
  database.exec(statement);
  database.close();
}

function overwrite(path: string, at: number, bytes: number): void {
  const content = readFileSync(path);
  content.fill(0xa5, at, at + bytes);
  writeFileSync(path, content);
  chmodSync(path, 0o644);
}
