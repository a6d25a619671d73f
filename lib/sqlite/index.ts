export type { SqliteEngine } from './sqlite-engine.js';
export { SqliteSnapshotStore, type SqliteSnapshotStoreOptions } from './sqlite-snapshot.store.js';
