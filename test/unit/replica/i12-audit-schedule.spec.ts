import { createHarness, type Harness, seeded } from '../../support/replica-harness.js';
import { isSubset, json, row } from '../../support/scripted-electric.js';
import { inserts, looks } from './audited.js';

let h: Harness;
afterEach(() => h.stop());

const lost = inserts(row('A', 'lost'));

describe('I12 when audits are made', () => {
  test('never, unless configured', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    await h.clock.advance(24 * 3_600_000);
    expect(looks(h)).toBe(0);
  });

  test('everyMs: spread over the interval in a fleet, then regularly', async () => {
    const firsts: number[] = [];
    for (let pod = 0; pod < 20; pod += 1) {
      const random = seeded(pod);
      h = createHarness([row('A', '1')], { audit: { everyMs: 3_600_000 }, random });
      await h.start();
      h.electric.interventions.push((request) => {
        if (isSubset(request)) firsts.push(h.clock.monotonic());
        return undefined;
      });
      await h.clock.advance(3_600_000);
      await h.stop();
    }
    expect(firsts).toHaveLength(20);
    for (const half of [0, 1]) {
      expect(firsts.filter((at) => Math.floor(at / 1_800_000) === half).length).toBeGreaterThan(4);
    }
  });

  test('everyMs: again and again', async () => {
    h = createHarness([row('A', '1')], { audit: { everyMs: 3_600_000 } });
    await h.start();
    await h.clock.advance(10 * 3_600_000);
    expect(looks(h)).toBe(10);
  });

  test('afterReset: within ten minutes of each snapshot that was read', async () => {
    h = createHarness([row('A', '1')], { audit: { afterReset: true } });
    await h.start();
    await h.clock.advance(600_000);
    expect(looks(h)).toBe(1);
    await h.clock.advance(3_600_000);
    expect(looks(h)).toBe(1);
    h.electric.rotate([row('A', '1')]);
    h.electric.lose(lost);
    await h.clock.advance(700_000);
    expect(h.cache.has('A', 'lost')).toBe(true);
  });

  test('one that fails is told of once in a row, and not while the sync itself fails', async () => {
    h = createHarness([row('A', '1')], { audit: { everyMs: 3_600_000 } });
    await h.start();
    const told = () => h.lines.loud.filter((line) => line.includes('An audit failed')).length;
    h.electric.interventions.push((request) => (isSubset(request) ? json({ message: 'later' }, 503) : undefined));
    await h.clock.advance(5 * 3_600_000);
    expect([looks(h), told()]).toEqual([5, 1]);
    h.electric.interventions.length = 0;
    await h.clock.advance(3_600_000);
    h.electric.interventions.push(() => json({ message: 'later' }, 503));
    await h.clock.advance(3 * 3_600_000);
    expect(told()).toBe(1);
  });
});
