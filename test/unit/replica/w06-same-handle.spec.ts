import { createHarness, type Harness } from '../../support/replica-harness.js';
import { mustRefetch, row, type ScriptedRequest } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const searches = () => h.electric.requests.map(({ url }) => url.search);
const startingRequest = () => h.electric.requests.findLast(({ offset }) => offset === '-1') as ScriptedRequest;
const offsets = () => h.electric.requests.map(({ offset }) => offset);

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
