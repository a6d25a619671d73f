import type { SnapshotStore, StoreCommit, StoredRow, StoredSnapshot } from 'nestjs-common-code';
import { CollapsingCache } from '../../support/collapsing-cache.js';
import { type Intervention, mustRefetch, row, ScriptedElectric } from '../../support/scripted-electric.js';
import { type SimulatedPod, simulatedPod } from '../../support/simulated-fleet.js';
import { VirtualClock } from '../../support/virtual-clock.js';

/** Pods behind a cache that lets them share what is the same to the byte, with chances of their own. */
class World {
  readonly clock = new VirtualClock();
  readonly electric = new ScriptedElectric(this.clock, [row('A', '1'), row('A', '2'), row('A', '3')]);
  readonly proxy = new CollapsingCache(this.electric.fetch, this.clock);
  readonly stores: readonly MemoryStore[];
  pods: SimulatedPod[] = [];

  constructor(readonly size: number) {
    this.stores = Array.from({ length: size }, () => new MemoryStore());
  }

  /** @param instead what single pods are answered, past the cache: by the pod's number. */
  async start(instead: (pod: number) => Response | undefined = () => undefined, stored = false): Promise<void> {
    this.pods = this.stores.map((store, pod) => {
      const fetch: typeof globalThis.fetch = async (url) => instead(pod) ?? this.proxy.fetch(url);
      return simulatedPod(this.clock, this.size * 1_000 + pod, fetch, stored ? { store } : {});
    });
    for (const { replicator } of this.pods) replicator.start();
    await this.clock.advance(0);
  }

  async stop(): Promise<void> {
    await Promise.all(this.pods.map(({ replicator }) => replicator.stop()));
  }
}

class MemoryStore implements SnapshotStore {
  private rows = new Map<string, StoredRow>();
  private saved: Pick<StoreCommit, 'position' | 'schema'> | undefined;

  async load(): Promise<StoredSnapshot | undefined> {
    return this.saved && { ...this.saved, rows: [[...this.rows.values()]] };
  }

  async save({ reset, upserts, deletes, position, schema }: StoreCommit): Promise<void> {
    if (reset) this.rows = new Map();
    for (const [key, value] of upserts) this.rows.set(key, value);
    for (const key of deletes) this.rows.delete(key);
    this.saved = { position, schema };
  }

  async close(): Promise<void> {}
}

/** The same stale answer to whoever asks for the snapshot, so many times. */
async function stale(world: World, times: number): Promise<void> {
  const { electric } = world;
  const held = await electric.fetch('http://electric.test/v1/shape?offset=-1&table=common_code');
  const [body, { headers }] = [await held.text(), held];
  electric.requests.pop();
  electric.next(({ offset }) => (offset === '-1' ? new Response(body, { headers }) : undefined), times);
}

const once = (world: World, answer: Intervention) => world.electric.next(answer);

const histories: [string, (world: World) => Promise<void>][] = [
  [
    'at the start, in chunks, and after each change',
    async (world) => {
      world.electric.snapshotChunkRows = 1;
      await world.start();
      for (let n = 1; n <= 5; n += 1) {
        world.electric.upsert(row('A', '1', `change ${n}`));
        await world.clock.advance(100);
      }
    },
  ],
  [
    'over idle polls',
    async (world) => {
      await world.start();
      await world.clock.advance(70_000);
    },
  ],
  [
    'after a transaction that does not say that it is whole (35)',
    async (world) => {
      await world.start();
      world.electric.transaction([{ operation: 'insert', row: row('B', '1') }], false);
      await world.clock.advance(100);
    },
  ],
  [
    'after a rotation',
    async (world) => {
      await world.start();
      world.electric.rotate([row('B', '1')]);
      await world.clock.advance(100);
      world.electric.upsert(row('B', '2'));
      await world.clock.advance(100);
    },
  ],
  [
    'after a rotation of which some were told with the new handle (12), and some without (11)',
    async (world) => {
      const told = new Set<number>();
      let isOver = false;
      await world.start((pod) => {
        if (!isOver || told.has(pod)) return undefined;
        if (told.size === 0) world.electric.rotate([row('B', '1')]);
        told.add(pod);
        return mustRefetch(pod % 2 === 0 ? 'shape-2' : undefined);
      });
      isOver = true;
      world.electric.wake();
      await world.clock.advance(100);
      expect(told.size).toBe(world.size);
    },
  ],
  [
    'after a must-refetch inside an answer (W5)',
    async (world) => {
      await world.start();
      once(world, async (request) => {
        const { headers } = await world.electric.answer({ ...request, live: false });
        headers.set('electric-cursor', '1');
        world.electric.rotate([row('B', '1')]);
        return new Response('[{"headers":{"control":"must-refetch"}}]', { headers });
      });
      await world.clock.advance(30_000);
    },
  ],
  [
    'past a stale cache, at the first and at the second retry (W6)',
    async (world) => {
      await world.start();
      await stale(world, 2);
      world.electric.rotate([row('B', '1')]);
      await world.clock.advance(4_000);
    },
  ],
  [
    'after a restart from the store, with changes meanwhile, and a rotation then',
    async (world) => {
      await world.start(undefined, true);
      world.electric.upsert(row('B', '1'));
      await world.clock.advance(5_000);
      await world.stop();
      world.electric.upsert(row('B', '2'));
      await world.clock.advance(25_000);
      await world.start(undefined, true);
      world.electric.upsert(row('B', '3'));
      await world.clock.advance(100);
      world.electric.rotate([row('B', '4')]);
      await world.clock.advance(100);
    },
  ],
  [
    'after a restart from the store to a shape that is no more',
    async (world) => {
      await world.start(undefined, true);
      await world.clock.advance(5_000);
      await world.stop();
      world.electric.rotate([row('B', '1')]);
      await world.clock.advance(25_000);
      await world.start(undefined, true);
    },
  ],
];

describe('W1 any number of pods ask the same bytes', () => {
  test.each(histories)('W1 %s: thirty pods ask what one asks, and Electric is asked as by one', async (_, history) => {
    const [alone, fleet] = [new World(1), new World(30)];
    for (const world of [alone, fleet]) await history(world);
    const [one] = alone.pods;

    for (const pod of fleet.pods) {
      expect(pod.asked).toEqual(one?.asked);
      expect(pod.cache.listAll('A')).toEqual(one?.cache.listAll('A'));
      expect(pod.cache.listAll('B')).toEqual(one?.cache.listAll('B'));
      expect(pod.cache.status).toMatchObject({ state: 'live', position: one?.cache.status.position });
    }
    expect(fleet.proxy.passedOn).toEqual(alone.proxy.passedOn);
    for (const world of [alone, fleet]) await world.stop();
  });

  test('W1 pods that were there before a rotation, one restarted from its store, and one that starts after it poll the same bytes', async () => {
    const world = new World(3);
    await world.start(undefined, true);
    await world.clock.advance(25_000); // their polls have a cursor by now
    world.electric.rotate([row('B', '1')]);
    await world.clock.advance(1_500);
    await world.pods[0]?.replicator.stop();
    const restarted = simulatedPod(world.clock, 77, world.proxy.fetch, { store: world.stores[0] as MemoryStore });
    const late = simulatedPod(world.clock, 78, world.proxy.fetch);
    world.pods.push(restarted, late);
    for (const { replicator } of [restarted, late]) replicator.start();
    await world.clock.advance(0);

    const poll = '/v1/shape?handle=shape-2&live=true&offset=0_inf&replica=full&table=common_code';
    expect(world.pods.map(({ asked }) => asked.at(-1))).toEqual(world.pods.map(() => poll));
    expect(world.proxy.passedOn.filter((url) => url.endsWith(poll))).toHaveLength(1);
    await world.stop();
  });

  test('W1 W6 when a handle lives on after its rotation (36), chance decides how often a kept 409 comes back, and not what is asked', async () => {
    const world = new World(30);
    await world.start();
    world.electric.next(() => mustRefetch());
    await world.clock.advance(30_000);
    const different = new Set(world.pods.flatMap(({ asked }) => asked));
    expect([...different].sort()).toEqual([
      '/v1/shape?cursor=1&handle=shape-1&live=true&offset=0_inf&replica=full&table=common_code',
      '/v1/shape?expired_handle=shape-1&offset=-1&replica=full&retry=1&table=common_code',
      '/v1/shape?expired_handle=shape-1&offset=-1&replica=full&retry=2&table=common_code',
      '/v1/shape?expired_handle=shape-1&offset=-1&replica=full&table=common_code',
      '/v1/shape?handle=shape-1&live=true&offset=0_inf&replica=full&table=common_code',
      '/v1/shape?handle=shape-1&offset=0_0&replica=full&table=common_code',
      '/v1/shape?offset=-1&replica=full&table=common_code',
    ]);
    for (const { cache } of world.pods) expect(cache.status).toMatchObject({ state: 'live', version: 1 });
    await world.stop();
  });
});
