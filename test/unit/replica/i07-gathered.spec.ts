import type { SnapshotStore, StoreCommit } from 'nestjs-common-code';
import type { Pacer } from '../../../lib/replica/pacer.js';
import { type StoreChange, StoreWriter } from '../../../lib/replica/store-writer.js';
import { settle, VirtualClock } from '../../support/virtual-clock.js';

/** Lets the event loop have as many turns as the test says, and no slice without one. */
class HeldPacer implements Pacer {
  private turns = 0;
  private readonly waiting: (() => void)[] = [];

  breathe(): Promise<void> | undefined {
    if (this.turns > 0) {
      this.turns -= 1;
      return undefined;
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async give(turns: number): Promise<void> {
    this.turns = turns;
    for (const resolve of this.waiting.splice(0)) {
      this.turns -= 1;
      resolve();
    }
    await settle();
  }
}

/** Keeps what it is given, each once the test lets it. */
class SlowStore implements SnapshotStore {
  readonly saved: StoreCommit[] = [];
  private waiting: { done: () => void; fail: (error: Error) => void } | undefined;

  load = async () => undefined;
  close = async () => {};

  async save(commit: StoreCommit): Promise<void> {
    await new Promise<void>((done, fail) => {
      this.waiting = { done, fail };
    });
    this.saved.push(commit);
  }

  async finish(): Promise<void> {
    this.waiting?.done();
    await settle();
  }

  async fail(): Promise<void> {
    this.waiting?.fail(new Error('no space'));
    await settle();
  }
}

const ROWS = 1_000;
const EVER = Number.POSITIVE_INFINITY;
const at = (offset: string) => ({ handle: 'h', offset });

function table(name: string, rows = ROWS): StoreChange[] {
  return Array.from({ length: rows }, (_, index) => ({ storeKey: `k${index}`, wire: { name } }));
}

const names = (commit: StoreCommit | undefined) =>
  new Set([...(commit?.upserts.values() ?? [])].map((row) => row['name']));

let pacer: HeldPacer;
let store: SlowStore;
let clock: VirtualClock;
let writer: StoreWriter;
beforeEach(() => {
  [pacer, store, clock] = [new HeldPacer(), new SlowStore(), new VirtualClock()];
  const events = { saved() {}, saveFailed() {} };
  writer = new StoreWriter(store, 'f', { clock, pacer, random: () => 0 }, events);
});

/** One commit is being saved, and half of the next is gathered. */
async function halfGathered(reset = false): Promise<void> {
  writer.write(true, table('first'), at('1_0'), 'one');
  await pacer.give(EVER);
  await pacer.give(0);
  writer.write(reset, table('second'), at('2_0'), 'two');
  await pacer.give(4);
}

describe('I7 commits are gathered for the store behind the swap', () => {
  test('I7 taking a commit over looks at none of its rows; gathering lets the event loop have turns', async () => {
    let looked = 0;
    function* rows(): Generator<StoreChange> {
      for (const change of table('first')) {
        looked += 1;
        yield change;
      }
    }
    writer.write(true, rows(), at('1_0'), '{}');
    await settle();
    expect(looked).toBe(0);
    await pacer.give(2);
    expect(looked).toBeGreaterThan(0);
    expect(looked).toBeLessThan(ROWS / 2);
    await pacer.give(EVER);
    await store.finish();
    expect(store.saved[0]?.upserts.size).toBe(ROWS);
  });

  test('I7 a commit that is half gathered is not saved', async () => {
    await halfGathered();
    await store.finish();
    await pacer.give(1);
    await store.finish();
    expect(store.saved.map(({ position }) => position.offset)).toEqual(['1_0']);
    await pacer.give(EVER);
    await store.finish();
    expect(store.saved.map(({ position, schema }) => [position.offset, schema])).toEqual([
      ['1_0', 'one'],
      ['2_0', 'two'],
    ]);
    expect(names(store.saved[1])).toEqual(new Set(['second']));
    expect(store.saved[1]).toMatchObject({ reset: false });
  });

  test('I7 what fails while the next is half gathered is joined with the whole of it', async () => {
    await halfGathered();
    await store.fail();
    await clock.advance(120_000);
    await pacer.give(EVER);
    await clock.advance(120_000);
    await store.finish();
    expect(store.saved).toHaveLength(1);
    expect(store.saved[0]).toMatchObject({ reset: true, position: at('2_0') });
    expect(names(store.saved[0])).toEqual(new Set(['second']));
    expect(store.saved[0]?.upserts.size).toBe(ROWS);
  });

  test('I7 a reset forgets what is half gathered, and what waits to be', async () => {
    await halfGathered();
    writer.write(false, [{ storeKey: 'waits', wire: { name: 'third' } }], at('3_0'), 'three');
    writer.write(true, table('last', 1), at('4_0'), 'four');
    await pacer.give(EVER);
    await store.finish();
    await store.finish();
    expect(store.saved.map(({ position }) => position.offset)).toEqual(['1_0', '4_0']);
    expect(store.saved[1]).toMatchObject({ reset: true, schema: 'four' });
    expect(store.saved[1]?.upserts).toEqual(new Map([['k0', { name: 'last' }]]));
  });

  test('I11 closing gathers what is left, and writes it', async () => {
    await halfGathered();
    const closed = writer.close();
    await store.finish();
    await pacer.give(EVER);
    await store.finish();
    await closed;
    expect(store.saved.map(({ position }) => position.offset)).toEqual(['1_0', '2_0']);
    expect(store.saved[1]?.upserts.size).toBe(ROWS);
  });
});
