import { createHarness, type Harness } from '../../support/replica-harness.js';
import { mustRefetch, row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

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
