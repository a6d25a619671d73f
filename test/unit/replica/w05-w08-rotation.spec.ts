import { createHarness, type Harness } from '../../support/replica-harness.js';
import { badRequest, json, mustRefetch, row, type ScriptedRequest } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const searches = () => h.electric.requests.map(({ url }) => url.search);
const startingRequest = () => h.electric.requests.findLast(({ offset }) => offset === '-1') as ScriptedRequest;
const offsets = () => h.electric.requests.map(({ offset }) => offset);

describe('W5 rotation', () => {
  test.each([
    ['without a handle (11)', undefined],
    ['with the new handle (12)', 'shape-2'],
  ])(
    'W5 a 409 %s starts over from the snapshot, with the expired handle, the same for every pod',
    async (_, handle) => {
      h = createHarness([row('A', '1')]);
      await h.start();
      h.electric.next(() => mustRefetch(handle));
      h.electric.rotate([row('B', '1')]);
      await h.clock.advance(20_000);
      expect(searches()).toContain('?expired_handle=shape-1&offset=-1&replica=full&table=common_code');
      expect(h.cache.groups()).toEqual(['B']);
      expect(h.cache.status.position?.handle).toBe('shape-2');
    },
  );

  test('W5 I1 readers keep the old version until the new one is whole, and never see an empty one', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const sizes: number[] = [];
    h.cache.snapshot$.subscribe(({ size }) => sizes.push(size));
    let release: (response: Response) => void = () => {};
    h.electric.next((request) => {
      if (request.offset !== '-1') return undefined;
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    h.electric.rotate([row('B', '1'), row('B', '2')]);
    await h.clock.advance(0);
    expect(h.cache.has('A', '1')).toBe(true);
    expect(h.cache.status.state).toBe('live');
    release(await h.electric.answer(startingRequest()));
    await h.clock.advance(0);
    expect(sizes).toEqual([1, 2]);
  });

  test('W5 I2 a refetch of equal rows makes no version and no emission', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const { snapshot } = h.cache;
    const seen: number[] = [];
    h.cache.snapshot$.subscribe(({ version }) => seen.push(version));
    h.electric.rotate();
    await h.clock.advance(0);
    expect(h.cache.status.position?.handle).toBe('shape-2');
    expect(h.cache.snapshot).toBe(snapshot);
    expect(seen).toEqual([1]);
  });

  test('W5 must-refetch inside a 200 is a rotation', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.next(async (request) => {
      const answer = await h.electric.answer(request);
      return new Response('[{"headers":{"control":"must-refetch"}}]', { headers: answer.headers });
    });
    await h.clock.advance(20_000); // the open poll ends
    h.electric.next(() => undefined);
    await h.clock.advance(20_000);
    expect(searches().some((search) => search.includes('expired_handle=shape-1'))).toBe(true);
    expect(h.cache.has('A', '1')).toBe(true);
  });

  test('W5 a second rotation without a commit between is backed off (W10), and five are warned of', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.interventions.push(({ offset }) => (offset === '-1' ? undefined : mustRefetch()));
    h.electric.wake();
    await h.clock.advance(120_000);
    const warned = h.lines.loud.filter((line) => line.includes('several Electrics'));
    expect(warned).toHaveLength(1);
    expect(h.electric.requests.length).toBeLessThan(120); // each round is up to four requests
    expect(h.cache.has('A', '1')).toBe(true);
    h.electric.interventions.length = 0;
    await h.clock.advance(30_000);
    expect(h.cache.status.state).toBe('live');
  });
});

describe('W6 the same handle comes back', () => {
  test('W6 a stale cache is asked past, at most twice, jittered, with the same parameter for every pod', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const stale = await h.electric.answer(startingRequest());
    const body = await stale.text();
    h.electric.rotate([row('B', '1')]);
    h.electric.next(({ offset }) => (offset === '-1' ? new Response(body, { headers: stale.headers }) : undefined), 2);
    await h.clock.advance(5_000);
    expect(searches().filter((search) => search.includes('offset=-1'))).toEqual([
      '?offset=-1&replica=full&table=common_code',
      '?expired_handle=shape-1&offset=-1&replica=full&table=common_code',
      '?expired_handle=shape-1&offset=-1&replica=full&retry=1&table=common_code',
      '?expired_handle=shape-1&offset=-1&replica=full&retry=2&table=common_code',
    ]);
    expect(h.cache.groups()).toEqual(['B']);
    expect(h.lines.loud.filter((line) => line.includes('expired'))).toHaveLength(1);
  });

  test('W6 the tries past a cache are spread over a second each, so that a fleet does not come at once', async () => {
    for (const random of [0.1, 0.9]) {
      h = createHarness([row('A', '1')], { random: () => random });
      await h.start();
      const at: number[] = [];
      h.electric.interventions.push(({ offset }) => {
        if (offset === '-1') at.push(h.clock.monotonic());
        return undefined;
      });
      h.electric.next(() => mustRefetch());
      await h.clock.advance(30_000);
      expect(at.map((time) => time - (at[0] ?? 0))).toEqual([0, random * 1_000, random * 2_000]);
      await h.stop();
    }
  });

  test('W6 a handle that lives on (36) is accepted after two more tries, and forgotten to have expired', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.next(() => mustRefetch());
    await h.clock.advance(20_000);
    await h.clock.advance(20_000);
    h.electric.upsert(row('A', '2'));
    await h.clock.advance(0);
    expect(offsets().filter((offset) => offset === '-1')).toHaveLength(4); // the start, the refetch and its two retries
    expect(h.cache.status).toMatchObject({ state: 'live', position: { handle: 'shape-1' } });
    expect(h.cache.has('A', '2')).toBe(true);
  });
});

describe('W13 I3 refetches that lead nowhere', () => {
  /** A round is at most six requests, and there are 7.5 s between rounds at the mean. */
  const MOST = (10 * 60 * 6) / 7.5 + 60;

  const refused: [string, () => void][] = [
    ['whose handle lives on though each poll is refused (36)', () => {}],
    ['each of another handle: several Electrics behind one URL', () => h.electric.rotate()],
  ];
  test.each(refused)('W13 I3 are backed off, though they are whole: %s', async (_, between) => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.interventions.push(({ live }) => {
      if (!live) return undefined;
      between();
      return mustRefetch();
    });
    h.electric.wake();
    await h.clock.advance(20_000);
    await h.clock.advance(10 * 60_000);
    expect(h.electric.requests.length).toBeLessThan(MOST);
    expect(h.cache.has('A', '1')).toBe(true);
    expect(h.cache.status.version).toBe(1);
    expect(h.lines.loud.join()).toContain('rotates each time');

    h.electric.interventions.length = 0;
    await h.clock.advance(60_000);
    expect(h.cache.status.state).toBe('live');
    h.electric.rotate([row('B', '1')]); // long after, it is the first again
    await h.clock.advance(0);
    expect(h.cache.groups()).toEqual(['B']);
  });

  test('W13 a table that is truncated and filled every second is followed at once each time', async () => {
    h = createHarness([row('A', '0')]);
    await h.start();
    for (let n = 1; n <= 20; n += 1) {
      h.electric.rotate([row('A', `${n}`)]);
      await h.clock.advance(1_000);
      expect(h.cache.listAll('A').map(({ code }) => code)).toEqual([`${n}`]);
      expect(h.cache.status.state).toBe('live');
    }
  });
});

describe('W7 another handle', () => {
  test('W7 a 200 that carries another handle than the one asked for is a rotation, and its rows are not used', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.next(async (request) => {
      h.electric.upsert(row('WRONG', '1'));
      const answer = await h.electric.answer(request);
      answer.headers.set('electric-handle', 'of-another');
      h.electric.rotate([row('B', '1')]);
      return answer;
    });
    h.electric.wake();
    await h.clock.advance(20_000);
    expect(searches()).toContain('?expired_handle=shape-1&offset=-1&replica=full&table=common_code');
    expect(h.cache.groups()).toEqual(['B']);
  });
});

describe('W8 400', () => {
  test('W8 on a position: the position may be the fault (14), so back to the snapshot, backed off', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.next(() => badRequest('offset', 'out of bounds for this shape'));
    await h.clock.advance(20_000);
    await h.clock.advance(1_000);
    expect(offsets().filter((offset) => offset === '-1')).toHaveLength(2);
    expect(searches().some((search) => search.includes('expired_handle'))).toBe(false);
    expect(h.cache.status.state).toBe('live');
  });

  test('W8 on offset=-1: what Electric said is reported, with how to mend it, and tried again slowly', async () => {
    h = createHarness([row('A', '1')]);
    const said = 'Table \\"public\\".\\"common_code\\" does not exist.';
    h.electric.interventions.push(() => badRequest('table', 'Table "public"."common_code" does not exist.'));
    await h.start();
    await h.clock.advance(10 * 60_000);
    const { lastError, state, source } = h.cache.status;
    expect({ state, source }).toEqual({ state: 'initializing', source: 'none' });
    expect(lastError).toMatchObject({ status: 400 });
    expect(lastError?.message).toContain(said);
    expect(lastError?.message).toContain('shape.table');
    expect(h.electric.requests.length).toBeGreaterThan(10);
    expect(h.electric.requests.length).toBeLessThan(10 * 60);
    h.electric.interventions.length = 0;
    await h.clock.advance(30_000);
    expect(h.cache.has('A', '1')).toBe(true);
  });

  test('W8 when the table is gone from under a position, the last version stays, and the sync comes back with the table', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.interventions.push(() =>
      json({ message: 'Invalid request', errors: { table: ['does not exist'] } }, 400),
    );
    h.electric.wake();
    await h.clock.advance(20_000);
    await h.clock.advance(60_000);
    expect(h.cache.has('A', '1')).toBe(true);
    expect(h.cache.status.state).toBe('interrupted');
    h.electric.interventions.length = 0;
    await h.clock.advance(30_000);
    expect(h.cache.status.state).toBe('live');
  });
});
