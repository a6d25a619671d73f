/**
 * Follows a table with a store, and tells what it does, until it is killed: see kill-lines.ts. A line on its standard input
 * begins an audit; when that ends, it stops in order.
 */
import { createInterface } from 'node:readline';
import { CommonCodeCache, type SnapshotStore, type StoreCommit } from 'nestjs-common-code';
import { SqliteSnapshotStore } from 'nestjs-common-code/sqlite';
import { Replicator } from '../../lib/replica/replicator.js';
import { checksumOf } from './kill-checksum.js';
import type { KillChildOptions, KillLine } from './kill-lines.js';
import { GENERATION } from './kill-table.js';

const { url, table, path } = JSON.parse(process.argv[2] ?? '{}') as KillChildOptions;

function tell(line: KillLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** The store, which tells when it is written to. */
class ToldStore implements SnapshotStore {
  private readonly store = new SqliteSnapshotStore({ path });

  load(fingerprint: string) {
    return this.store.load(fingerprint);
  }

  async save(commit: StoreCommit): Promise<void> {
    const stamp = [...commit.upserts.values()].find((row) => row['group_code'] === GENERATION);
    tell({ tells: 'saving', reset: commit.reset, generation: Number(stamp?.['code_name']) });
    await this.store.save(commit);
    tell({ tells: 'saved' });
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

const fetchAndTell: typeof fetch = (input, init) => {
  const { searchParams } = new URL(String(input));
  const what = searchParams.get('offset') === '-1' ? 'snapshot' : 'log';
  tell({ tells: 'asks', for: searchParams.has('subset[where]') ? 'subset' : what });
  return fetch(input, init);
};

const say = (text: string) => tell({ tells: 'said', text });
const replicator = new Replicator<{ readonly id: number; readonly amount: number }>(
  { electric: { url, fetch: fetchAndTell }, shape: { table }, store: new ToldStore() },
  { log: say, warn: say, debug: say },
  { auditGapMs: 150 },
);
const cache = new CommonCodeCache(replicator);
cache.snapshot$.subscribe((snapshot) => {
  const rows = snapshot.groups().flatMap((group) => (group === GENERATION ? [] : [...snapshot.listAll(group)]));
  const checksum = checksumOf(rows.map(({ group, attributes: { id, amount } }) => ({ id, group, amount })));
  const generation = Number(snapshot.get(GENERATION, 'n')?.label);
  tell({ tells: 'sees', source: cache.status.source, version: snapshot.version, generation, checksum });
});

async function audit(): Promise<void> {
  tell({ tells: 'audits' });
  const { corrected } = await cache.audit().catch(() => ({ corrected: 0 })); // it may be behind
  tell({ tells: 'audited', corrected });
}

const orders = createInterface(process.stdin);
orders.on('line', () => void audit());
orders.once('close', () => void replicator.stop());
tell({ tells: 'started' });
replicator.start();
