/** Holds a store open, with one row in it, until it is killed. */
import { SqliteSnapshotStore } from '../../lib/sqlite/index.js';

const store = new SqliteSnapshotStore({ path: process.argv[2] ?? '' });
const position = { handle: 'h', offset: '0_0' };
const upserts = new Map([['k', { code: 'k' }]]);
await store.save({ fingerprint: 'f', reset: true, upserts, deletes: new Set(), position, schema: '{}' });
process.stdout.write('holding\n');
process.stdin.on('close', () => void store.close()); // what nobody refers to is collected, and its lock with it
process.stdin.resume();
