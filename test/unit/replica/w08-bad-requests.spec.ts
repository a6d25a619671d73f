import { createHarness, type Harness } from '../../support/replica-harness.js';
import { badRequest, json, row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const searches = () => h.electric.requests.map(({ url }) => url.search);
const offsets = () => h.electric.requests.map(({ offset }) => offset);

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
