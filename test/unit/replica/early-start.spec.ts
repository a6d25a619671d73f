import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const down = () => Promise.reject(new TypeError('fetch failed'));

/** Somebody waits before the application is initialized, and gives up. */
async function waitInVain(): Promise<void> {
  h.electric.interventions.push(down);
  const controller = new AbortController();
  const waiting = h.cache.whenReady({ signal: controller.signal });
  await h.clock.advance(5_000);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
}

describe('whenReady() before the application is initialized', () => {
  test('starts the sync, and initialization takes it over', async () => {
    h = createHarness([row('A', '1')]);
    const ready = h.cache.whenReady();
    await h.clock.advance(0);
    await ready;
    await h.start();
    expect(h.electric.requests.filter(({ offset }) => offset === '-1')).toHaveLength(1);
    await h.clock.advance(600_000);
    expect(h.cache.status.state).toBe('live');
  });

  test('I11 if no application comes of it, the sync ends by itself a minute after the last who waited has gone', async () => {
    h = createHarness([row('A', '1')]);
    await waitInVain();
    await h.clock.advance(61_000);
    const { length } = h.electric.requests;
    await h.clock.advance(3_600_000);
    expect(h.electric.requests).toHaveLength(length);
    expect(h.clock.pending).toBe(0);
  });

  test('an application that comes later than that starts it again', async () => {
    h = createHarness([row('A', '1')]);
    await waitInVain();
    await h.clock.advance(3_600_000);
    h.electric.interventions.length = 0;
    await h.start();
    expect(h.cache.has('A', '1')).toBe(true);
    h.electric.upsert(row('A', '2'));
    await h.clock.advance(0);
    expect(h.cache.has('A', '2')).toBe(true);
  });

  test('a timeout that passes cancels nothing', async () => {
    h = createHarness([row('A', '1')]);
    await waitInVain();
    const { length } = h.electric.requests;
    await h.clock.advance(30_000);
    expect(h.electric.requests.length).toBeGreaterThan(length);
    await h.start();
    h.electric.interventions.length = 0;
    await h.clock.advance(120_000);
    expect(h.cache.status.state).toBe('live');
  });
});
