import type { SnapshotStore, StoreCommit, StoredRow, StoredSnapshot } from 'nestjs-common-code';
import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';

/** A store in memory, that can fail and hang. */
class MemoryStore implements SnapshotStore {
  readonly rows = new Map<string, StoredRow>();
  readonly saves: StoreCommit[] = [];
  position: StoreCommit['position'] | undefined;
  schema = '';
  fails = 0;
  hold: Promise<void> | undefined;
  closed = false;

  async load(): Promise<StoredSnapshot | undefined> {
    if (this.position === undefined) return undefined;
    return { position: this.position, schema: this.schema, rows: [[...this.rows.values()]] };
  }

  async save(commit: StoreCommit): Promise<void> {
    await this.hold;
    if (this.fails > 0) {
      this.fails -= 1;
      throw new Error('the disk is full');
    }
    this.saves.push(commit);
    if (commit.reset) this.rows.clear();
    for (const [key, value] of commit.upserts) this.rows.set(key, value);
    for (const key of commit.deletes) this.rows.delete(key);
    this.position = commit.position;
    this.schema = commit.schema;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

let h: Harness;
let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore();
  h = createHarness([row('A', '1', 'one')], { store });
});
afterEach(() => h.stop());

const stored = () => [...store.rows.entries()].map(([key, value]) => `${key} ${value['code_name']}`).sort();

describe('I7 stored together', () => {
  test('I7 rows as they came, position and schema of one and the same commit', async () => {
    await h.start();
    expect(stored()).toEqual(['["A","1"] one']);
    expect([...store.rows.values()]).toEqual([row('A', '1', 'one')]);
    expect(store.position).toEqual(h.cache.status.position);
    h.electric.upsert(row('A', '2', 'two'), row('A', '1', 'eins'));
    h.electric.remove(row('A', '2'));
    await h.clock.advance(0);
    expect(stored()).toEqual(['["A","1"] eins']);
    expect(store.position).toEqual(h.cache.status.position);
    expect(store.saves.map(({ reset }) => reset)).toEqual([true, false]);
  });

  test('I7 rejected rows too: mappings are code and change', async () => {
    h = createHarness([row('A', '1', 'one', { use_yn: '?' })], { store });
    await h.start();
    expect(h.cache.status.rejected).toBe(1);
    expect(stored()).toEqual(['["A","1"] one']);
  });

  test('I3 I7 a disk that fails delays no reader, is reported, and retried until all is written', async () => {
    await h.start();
    store.fails = 3;
    h.electric.upsert(row('A', '2', 'two'));
    await h.clock.advance(0);
    h.electric.upsert(row('A', '3', 'three'));
    h.electric.remove(row('A', '1'));
    await h.clock.advance(0);
    expect(h.cache.list('A').map(({ code }) => code)).toEqual(['2', '3']);
    expect(h.cache.status.state).toBe('live');
    expect(h.cache.status.store?.lastError?.message).toBe('the disk is full');
    expect(stored()).toEqual(['["A","1"] one']);
    await h.clock.advance(120_000);
    expect(stored()).toEqual(['["A","2"] two', '["A","3"] three']);
    expect(store.position).toEqual(h.cache.status.position);
    expect(h.cache.status.store).toEqual({ savedAt: expect.any(Date) });
    expect(h.lines.loud.filter((line) => line.includes('store'))).toEqual([
      expect.stringContaining('the disk is full'),
      'The store saves again',
    ]);
  });

  test('a reset that comes while a save fails takes the place of what failed', async () => {
    await h.start();
    store.fails = 2;
    h.electric.upsert(row('A', '2', 'two'));
    await h.clock.advance(0);
    h.electric.rotate([row('B', '1', 'uno')]);
    await h.clock.advance(120_000);
    expect(stored()).toEqual(['["B","1"] uno']);
  });

  test('commits that come while one is being written are written together', async () => {
    await h.start();
    let go = () => {};
    store.hold = new Promise((resolve) => {
      go = resolve;
    });
    for (const name of ['a', 'b', 'c', 'd']) {
      h.electric.upsert(row('A', '1', name));
      await h.clock.advance(0);
    }
    expect(h.cache.label('A', '1')).toBe('d');
    go();
    store.hold = undefined;
    await h.clock.advance(0);
    expect(stored()).toEqual(['["A","1"] d']);
    expect(store.saves).toHaveLength(3); // the snapshot, a, and the rest
  });

  test('I11 closing writes what is left, once, and closes the store', async () => {
    await h.start();
    store.fails = 1;
    h.electric.upsert(row('A', '2', 'two'));
    await h.clock.advance(0);
    await h.stop();
    expect(stored()).toEqual(['["A","1"] one', '["A","2"] two']);
    expect(store.closed).toBe(true);
  });

  test('I11 closing does not hang on a disk that goes on failing', async () => {
    await h.start();
    store.fails = Number.POSITIVE_INFINITY;
    h.electric.upsert(row('A', '2', 'two'));
    await h.clock.advance(0);
    await h.stop();
    expect(h.cache.status.state).toBe('closed');
  });
});

describe('starting from a store', () => {
  async function restarted(before: (first: Harness) => void | Promise<void> = () => {}): Promise<void> {
    await h.start();
    await h.stop();
    const first = h;
    h = createHarness([], { store });
    h.electric.rotate(first.electric.rows());
    h.electric.handle = first.electric.handle;
    await before(first);
  }

  test('I4 I7 its snapshot is served at once, from the store, initializing, while Electric is down', async () => {
    await restarted();
    h.electric.interventions.push(() => Promise.reject(new TypeError('fetch failed')));
    await h.start();
    expect(h.cache.label('A', '1')).toBe('one');
    expect(h.cache.status).toMatchObject({
      state: 'initializing',
      source: 'store',
      version: 1,
      position: { handle: 'shape-1' },
    });
    await expect(h.cache.whenReady()).resolves.toBeUndefined();
    await h.clock.advance(120_000);
    expect(h.cache.status.state).toBe('initializing');
    h.electric.interventions.length = 0;
    await h.clock.advance(30_000);
    expect(h.cache.status).toMatchObject({ state: 'live', source: 'electric', version: 1 });
  });

  test('I7 the log is resumed where the store ends, without a refetch', async () => {
    await restarted();
    h.electric.upsert(row('A', '2', 'two'));
    await h.start();
    expect(h.electric.requests.map(({ offset }) => offset)).not.toContain('-1');
    expect(h.electric.requests[0]).toMatchObject({ offset: '0_inf', handle: 'shape-1' });
    expect(h.cache.label('A', '2')).toBe('two');
    expect(stored()).toEqual(['["A","1"] one', '["A","2"] two']);
  });

  test('I1 a stale handle refetches without a gap: the store’s version until the new one is whole', async () => {
    await restarted();
    h.electric.rotate([row('B', '1', 'uno')]);
    const seen: string[][] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push([...snapshot.groups()]));
    await h.start();
    await h.clock.advance(1_000);
    expect(seen).toEqual([['A'], ['B']]);
    expect(h.electric.requests[1]?.url.search).toContain('expired_handle=shape-1');
    expect(stored()).toEqual(['["B","1"] uno']);
  });

  test('I7 a mapping that has changed is applied to the rows as they came', async () => {
    await h.start();
    await h.stop();
    h = createHarness([], { store, mapping: { label: (each) => `<${each['code_name']}>` } });
    h.electric.interventions.push(() => Promise.reject(new TypeError('fetch failed')));
    await h.start();
    expect(h.cache.label('A', '1')).toBe('<one>');
  });

  test('I3 a store that cannot be read never prevents the start: one warning, and the sync goes on', async () => {
    store.load = () => Promise.reject(new Error('it is torn; kept as x.unusable'));
    await h.start();
    expect(h.cache.label('A', '1')).toBe('one');
    expect(h.lines.loud.filter((line) => line.includes('torn'))).toHaveLength(1);
    expect(stored()).toEqual(['["A","1"] one']);
  });

  test.each([
    [
      'whose rows break off',
      async function* () {
        yield [row('A', '1')];
        throw new Error('not whole');
      },
      undefined,
    ],
    [
      'whose schema is none',
      async function* () {
        yield [row('A', '1')];
      },
      '{',
    ],
    [
      'whose schema lacks what the mapping needs',
      async function* () {
        yield [row('A', '1')];
      },
      '{"a":{"type":"text","pk_index":0}}',
    ],
  ])('I1 I3 nothing is served of one %s', async (_, rows, schema) => {
    await h.start();
    await h.stop();
    const { schema: good } = store;
    h = createHarness([row('C', '1')], { store });
    store.load = async () => ({ position: { handle: 'x', offset: '0_0' }, schema: schema ?? good, rows: rows() });
    const seen: string[][] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push([...snapshot.groups()]));
    await h.start();
    expect(seen).toEqual([['C']]);
    expect(h.cache.status).toMatchObject({ state: 'live' });
  });
});
