import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { snapshotStoreContract } from 'nestjs-common-code/testing';
import { nodeWithSqlite } from '../support/second-node.js';
import { temporaryFolder } from '../support/temporary.js';
import { newPath, SqliteStores } from './sqlite-stores.js';

describe('I7 SqliteSnapshotStore on better-sqlite3', () => {
  const stores = new SqliteStores();

  for (const { name, run } of snapshotStoreContract(() => {
    const path = newPath();
    return () => stores.at(path);
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
