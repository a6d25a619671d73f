import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const HOUR = 3_600_000;
const cut = () => Promise.reject(new TypeError('fetch failed'));

describe('W10 after an answer that was good', () => {
  test('W10 I4 the backoff begins anew: polls that are dropped now and then are each asked again within a second', async () => {
    h = createHarness([row('A', '1')], { random: () => 0.999 });
    await h.start();
    const states: string[] = [];
    h.cache.status$.subscribe(({ state }) => states.push(state));
    for (let drop = 0; drop < 8; drop += 1) {
      h.electric.next(cut);
      h.electric.wake();
      await h.clock.advance(0);
      const before = h.electric.requests.length;
      await h.clock.advance(1_000);
      expect(h.electric.requests.length).toBe(before + 1);
      h.electric.upsert(row('A', '1', `name ${drop}`));
      await h.clock.advance(0);
      expect(h.cache.label('A', '1')).toBe(`name ${drop}`);
    }
    expect(states).toEqual(['live']);
  });
});

describe('W13 answers that are good, and lead nowhere', () => {
  test('W13 I3 polls that something always cuts: the answers in between do not keep the backoff from growing', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.interventions.push(({ live }) => (live ? cut() : undefined));
    await h.start();
    await h.clock.advance(HOUR);
    expect(h.electric.requests.length).toBeLessThan(1_500); // backed off by 7.5 s on average, and two requests each time
    h.electric.upsert(row('A', '2'));
    await h.clock.advance(30_000);
    expect(h.cache.has('A', '2')).toBe(true);
  });

  test('W13 W5 rotations between which the log tells something lead somewhere: each is followed at once', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    for (let round = 0; round < 8; round += 1) {
      h.electric.upsert(row('A', '1', `name ${round}`));
      await h.clock.advance(0);
      h.electric.rotate([row('A', '1', `name ${round}`), row('B', String(round))]);
      await h.clock.advance(0);
      expect(h.cache.has('B', String(round))).toBe(true);
      expect(h.cache.status.lastError).toBeUndefined();
    }
  });
});
