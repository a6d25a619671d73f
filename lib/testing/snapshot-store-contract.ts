import { deepStrictEqual, ok } from 'node:assert/strict';
import type { SnapshotStore, StoreCommit, StoredRow } from '../storage/snapshot-store.interface.js';

/**
 * One promise that a store has to keep.
 * @publicApi
 */
export interface SnapshotStoreCase {
  readonly name: string;
  /** @throws AssertionError if the store does not. */
  run(): Promise<void>;
}

/**
 * What every {@link SnapshotStore} has to do, for those who write one: for any test runner.
 *
 * @param place makes a new, empty place, and returns what opens a store there: called again, it opens the same place.
 * @example
 * ```ts
 * for (const { name, run } of snapshotStoreContract(() => { const path = newFile(); return () => new MyStore(path); })) test(name, run);
 * ```
 * @publicApi
 */
export function snapshotStoreContract(place: () => () => SnapshotStore | Promise<SnapshotStore>): SnapshotStoreCase[] {
  const at = (name: string, check: (open: () => Promise<SnapshotStore>) => Promise<void>): SnapshotStoreCase => ({
    name,
    async run() {
      const open = place();
      const opened: SnapshotStore[] = [];
      try {
        await check(async () => {
          const store = await open();
          opened.push(store);
          return store;
        });
      } finally {
        for (const store of opened) await store.close();
      }
    },
  });

  return [
    at('a store to which nothing was saved has nothing', async (open) => {
      deepStrictEqual(await (await open()).load('f'), undefined);
    }),
    at('what was saved is loaded, after closing and opening again: rows, position and schema', async (open) => {
      const store = await open();
      await store.save(commit({ upserts: SPECIAL }));
      deepStrictEqual(await contents(store), [['h', '0_0', '{"s":1}'], sorted(SPECIAL)]);
      await store.close();
      deepStrictEqual(await contents(await open()), [['h', '0_0', '{"s":1}'], sorted(SPECIAL)]);
    }),
    at('a delta adds, replaces and removes, and moves the position', async (open) => {
      const store = await open();
      await store.save(commit({ upserts: { a: row('a', '1'), b: row('b', '1'), c: row('c', '1') } }));
      await store.save(
        commit({
          reset: false,
          upserts: { b: row('b', '2'), d: row('d', '1') },
          deletes: ['a', 'none'],
          offset: '9_0',
        }),
      );
      await store.close();
      const rows = { b: row('b', '2'), c: row('c', '1'), d: row('d', '1') };
      deepStrictEqual(await contents(await open()), [['h', '9_0', '{"s":1}'], sorted(rows)]);
    }),
    at('a commit without rows moves the position', async (open) => {
      const store = await open();
      await store.save(commit({ upserts: { a: row('a', '1') } }));
      await store.save(commit({ reset: false, offset: '10_4' }));
      deepStrictEqual(await contents(store), [['h', '10_4', '{"s":1}'], sorted({ a: row('a', '1') })]);
    }),
    at('a reset leaves nothing of what was there, not even when it has no rows', async (open) => {
      const store = await open();
      await store.save(commit({ upserts: { a: row('a', '1'), b: row('b', '1') } }));
      await store.save(commit({ upserts: { b: row('b', '2') }, handle: 'h2' }));
      deepStrictEqual(await contents(store), [['h2', '0_0', '{"s":1}'], sorted({ b: row('b', '2') })]);
      await store.save(commit({}));
      deepStrictEqual(await contents(store), [['h', '0_0', '{"s":1}'], []]);
    }),
    at('what was saved under one fingerprint is not given under another, and the store goes on', async (open) => {
      const store = await open();
      await store.save(commit({ upserts: { a: row('a', '1') } }));
      const other = await store.load('g').catch((error: unknown) => {
        ok(error instanceof Error && error.message !== '', 'an error says what has been done');
      });
      deepStrictEqual(other, undefined);
      await store.save({ ...commit({ upserts: { z: row('z', '1') } }), fingerprint: 'g' });
      deepStrictEqual(await contents(store, 'g'), [['h', '0_0', '{"s":1}'], sorted({ z: row('z', '1') })]);
    }),
    at('each row keeps the columns that it has, whatever they are called', async (open) => {
      const kinds = [{ name: 'a' }, { name: null, more: 'b' }, JSON.parse('{"__proto__":"c"}'), {}] as StoredRow[];
      const rows = Object.fromEntries(
        Array.from({ length: 1_000 }, (_, index) => [`k${index}`, kinds[index % 4] ?? {}]),
      );
      const store = await open();
      await store.save(commit({ upserts: rows }));
      deepStrictEqual(await contents(store), [['h', '0_0', '{"s":1}'], sorted(rows)]);
    }),
    at('thousands of rows come back, in slices', async (open) => {
      const rows = Object.fromEntries(
        Array.from({ length: 5_000 }, (_, index) => [`k${index}`, row(String(index), '1')]),
      );
      const store = await open();
      await store.save(commit({ upserts: rows }));
      deepStrictEqual(await contents(store), [['h', '0_0', '{"s":1}'], sorted(rows)]);
    }),
  ];
}

const row = (code: string, name: string): StoredRow => ({ code, name });

/** Keys and values as they occur, and as nobody expects them. */
const SPECIAL: Record<string, StoredRow> = {
  '["한글","코드"]': { code: '코드', name: '이름 "따옴표"', missing: null },
  '["a/b","c\\"d"]': { code: 'c"d', name: "it's; DROP TABLE rows", missing: null },
  '["",""]': { code: '', name: '', missing: null },
  '["\\n",null]': { code: '\n\t\\', name: '😀\u0001', missing: null },
};

function commit(of: {
  reset?: boolean;
  upserts?: Record<string, StoredRow>;
  deletes?: string[];
  handle?: string;
  offset?: string;
}): StoreCommit {
  return {
    fingerprint: 'f',
    reset: of.reset ?? true,
    upserts: new Map(Object.entries(of.upserts ?? {})),
    deletes: new Set(of.deletes),
    position: { handle: of.handle ?? 'h', offset: of.offset ?? '0_0' },
    schema: '{"s":1}',
  };
}

async function contents(store: SnapshotStore, fingerprint = 'f'): Promise<unknown> {
  const stored = await store.load(fingerprint);
  if (stored === undefined) return undefined;
  const rows: StoredRow[] = [];
  for await (const slice of stored.rows) rows.push(...slice);
  const { position, schema } = stored;
  return [[position.handle, position.offset, schema], rows.map((each) => JSON.stringify(each)).sort()];
}

function sorted(rows: Record<string, StoredRow>): string[] {
  return Object.values(rows)
    .map((each) => JSON.stringify(each))
    .sort();
}
