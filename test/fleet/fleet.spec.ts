import { writeReport } from '../support/fault-report.js';
import { type FleetLife, FleetScenario, PHASES } from '../support/fleet-scenario.js';
import { describeBehindNginx, Nginx } from '../support/nginx.js';

const FOLLOWERS = 200;

/** One follower, and then so many, live through the same on one Electric behind one nginx. Each phase ends when all have converged. */
describeBehindNginx(`${FOLLOWERS} followers behind nginx`, () => {
  const scenario = new FleetScenario();
  let alone: FleetLife;
  let fleet: FleetLife;

  beforeAll(async () => {
    await scenario.start();
    alone = await scenario.live('one_follower', 1);
    fleet = await scenario.live('fleet', FOLLOWERS);
    const report = { followers: FOLLOWERS, alone: alone.phases, fleet: fleet.phases };
    writeReport('fleet', { nginx: Nginx.version(), ...report });
  }, 300_000);
  afterAll(() => scenario.stop(), 60_000);

  test('what reaches Electric in all is at most three times what one follower causes', () => {
    const [one, all] = [alone, fleet].map(({ phases }) =>
      PHASES.reduce((sum, phase) => sum + phases[phase].electric, 0),
    );
    expect(all).toBeLessThanOrEqual(3 * (one ?? 0));
  });

  // After an outage they come back over fifteen seconds, and what nginx lets them share is asked for anew every ten.
  test.each(PHASES.map((phase) => [phase, phase === 'Electric restarts' ? 6 : 3] as const))(
    '%s: all converge, and at most %s times what one follower asks reaches Electric',
    (phase, times) => {
      const [one, all] = [alone.phases[phase], fleet.phases[phase]];
      expect(all.followers).toBeGreaterThanOrEqual(FOLLOWERS);
      expect(one.electric).toBeGreaterThan(0);
      expect(all.electric).toBeLessThanOrEqual(times * one.electric);
    },
  );

  test('I1 no reader of any of them sees a part of the table', () => {
    const whole = [0, 80, 100];
    for (const { sizes } of [alone, fleet]) expect(sizes.filter((size) => !whole.includes(size))).toEqual([]);
  });
});
