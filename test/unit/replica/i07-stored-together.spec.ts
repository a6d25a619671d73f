import type { CommonCodeModuleOptions, SnapshotStore, StoreCommit, StoredRow } from 'nestjs-common-code';
import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';

/** A store in memory, whose next save can be held and then fail. */
class HeldStore implements SnapshotStore {
  readonly rows = new Map<string, StoredRow>();
  readonly fingerprints: string[] = [];
  readonly saved: StoreCommit[] = [];
  gate: Promise<void> | undefined;

  async load(fingerprint: string) {
    this.fingerprints.push(fingerprint);
    return undefined;
  }

  async save(commit: StoreCommit): Promise<void> {
    this.fingerprints.push(commit.fingerprint);
    const { gate } = this;
    this.gate = undefined;
    await gate;
    this.saved.push(commit);
    if (commit.reset) this.rows.clear();
    for (const [key, value] of commit.upserts) this.rows.set(key, value);
    for (const key of commit.deletes) this.rows.delete(key);
  }

  async close(): Promise<void> {}
}

const COLUMNS = Object.keys(row('A', '1')).sort();

let h: Harness;
let store: HeldStore;
beforeEach(() => {
  store = new HeldStore();
  h = createHarness([row('A', '1', 'one'), row('A', '2', 'two')], { store });
});
afterEach(() => h.stop());

const stored = () => [...store.rows.values()].map((each) => `${each['code']} ${each['code_name']}`).sort();
const table = () =>
  h.electric
    .rows()
    .map((each) => `${each['code']} ${each['code_name']}`)
    .sort();

describe('I7 stored together, whatever fails when', () => {
  test('I7 what comes while a save goes on that then fails is joined with it: nothing of either is lost', async () => {
    await h.start();
    let fail: (error: Error) => void = () => {};
    store.gate = new Promise((_, reject) => {
      fail = reject;
    });
    h.electric.upsert(row('A', '1', 'eins'), row('A', '3', 'drei'), row('A', '4', 'vier'));
    await h.clock.advance(0); // is being saved
    h.electric.upsert(row('A', '3', 'III'), row('A', '5', 'V'));
    h.electric.remove(row('A', '4'), row('A', '2'));
    await h.clock.advance(0); // waits
    fail(new Error('no space'));
    await h.clock.advance(60_000);
    expect(stored()).toEqual(table());
    expect(store.saved.at(-1)?.position).toEqual(h.cache.status.position);
  });

  test('I7 what is none of the columns is not stored: nobody knows how deep it is', async () => {
    await h.start();
    h.electric.upsert({ ...row('A', '1', 'eins'), unknown: [[[]]] as never });
    await h.clock.advance(0);
    expect(stored()).toEqual(['1 eins', '2 two']);
    expect([...store.rows.values()].map((each) => Object.keys(each).sort())).toEqual([COLUMNS, COLUMNS]);
  });

  test('I7 a row that goes and comes back before it is saved is there; one that comes and goes is not', async () => {
    await h.start();
    let go: () => void = () => {};
    store.gate = new Promise((resolve) => {
      go = resolve;
    });
    h.electric.upsert(row('A', '9'));
    await h.clock.advance(0);
    h.electric.remove(row('A', '1'));
    h.electric.upsert(row('A', '7'));
    await h.clock.advance(0);
    h.electric.upsert(row('A', '1', 'again'));
    h.electric.remove(row('A', '7'));
    await h.clock.advance(0);
    go();
    await h.clock.advance(1_000);
    expect(stored()).toEqual(table());
  });

  test('I7 a stored copy is of one origin, table, where, params and columns, and of no other', async () => {
    const shape = { table: 'common_code', where: 'use_yn = $1', params: ['Y'], columns: ['group_code', 'code'] };
    const others: Partial<CommonCodeModuleOptions>[] = [
      { shape },
      { shape: { ...shape, table: 'other' } },
      { shape: { ...shape, where: 'use_yn <> $1' } },
      { shape: { ...shape, params: ['N'] } },
      { shape: { ...shape, columns: ['group_code', 'code', 'code_name'] } },
      { shape: { table: 'common_code' } },
    ];
    const fingerprints = new Set<string>();
    for (const options of others) {
      store = new HeldStore();
      h = createHarness([], { ...options, store });
      await h.start();
      await h.stop();
      for (const fingerprint of store.fingerprints) fingerprints.add(fingerprint);
    }
    expect(fingerprints.size).toBe(others.length);

    for (const url of ['http://elsewhere.test', 'http://electric.test/proxy']) {
      store = new HeldStore();
      h = createHarness([], { shape, store, connection: { url } });
      await h.start();
      await h.stop();
      for (const fingerprint of store.fingerprints) fingerprints.add(fingerprint);
    }
    expect(fingerprints.size).toBe(others.length + 2);
  });

  test('I7 and does not depend on the secret, nor hold it (I6)', async () => {
    h = createHarness([], { store, connection: { secret: 's3cret' } });
    await h.start();
    expect(new Set(store.fingerprints).size).toBe(1);
    expect(store.fingerprints[0]).not.toContain('s3cret');
  });
});
