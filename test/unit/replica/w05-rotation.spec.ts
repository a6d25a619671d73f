import { createHarness, type Harness } from '../../support/replica-harness.js';
import { mustRefetch, row, type ScriptedRequest } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const searches = () => h.electric.requests.map(({ url }) => url.search);
const startingRequest = () => h.electric.requests.findLast(({ offset }) => offset === '-1') as ScriptedRequest;

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
