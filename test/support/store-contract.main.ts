/** Runs the contract of stores on an engine, in a Node that has it, and prints what failed as one JSON line. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteSnapshotStore } from '../../lib/sqlite/index.js';
import { snapshotStoreContract } from '../../lib/testing/snapshot-store-contract.js';

const [folder = '', engine = 'auto'] = process.argv.slice(2);
const results: Record<string, string> = {};
const cases = snapshotStoreContract(() => {
  const path = join(mkdtempSync(join(folder, 'store-')), 'codes.sqlite');
  return () => new SqliteSnapshotStore({ path, engine: engine as 'auto' });
});
for (const { name, run } of cases) {
  results[name] = await run().then(
    () => 'passed',
    (error: Error) => error.message,
  );
}
process.stdout.write(JSON.stringify(results));
