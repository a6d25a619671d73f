import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { expectRecovery } from '../support/fault-app.js';
import { describeOnEmbedded, MisbehavingScenario } from './misbehaving-scenario.js';

describeOnEmbedded('what Electric gets wrong (embedded only: it misbehaves on demand)', () => {
  const misbehaving = new MisbehavingScenario('faults-misbehaviours');
  const { scenario } = misbehaving;

  const misbehaved = (name: keyof MisbehavingScenario['electric']['misbehaved']) =>
    misbehaving.electric.misbehaved[name];

  test.each([
    ['33: up-to-date inside a transaction', { splitTransactions: {} }, 'splitTransactions'],
    ['34: positions past rows that were not given', { pointPastRows: { forMs: 400 } }, 'pointPastRows'],
    ['35: whole transactions without last', { omitLast: {} }, 'omitLast'],
    ['36: 409 for a handle that lives on', { rejectPolls: { probability: 0.5, count: 6 } }, 'rejectPolls'],
  ] as const)(
    'I1 I2 I3 W2 W4 W6 (%s): no reader sees a part, and nobody waits for a further write',
    async (_, plan, name) => {
      const before = misbehaved(name);
      const { table, app } = await scenario.followed();
      misbehaving.electric.misbehave(plan);
      for (let round = 0; round < 8; round += 1) {
        await table.move(round % 3 === 0 ? 4 : 1);
        if (round % 2 === 0) scenario.proxy.cutAll(); // which is asked past, at first without live
        if (round % 4 === 3) await table.rotate();
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
      }
      await eventually(() => expect(misbehaved(name)).toBeGreaterThan(before));
      misbehaving.electric.misbehave();
      await table.move(2);
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );

  test(
    'I1 I2 I3 I4 (33, 34, 35, 36) all of them together, and connections that break besides',
    async () => {
      const { table, app } = await scenario.followed();
      misbehaving.electric.misbehave({
        seed: 3,
        splitTransactions: { probability: 0.4 },
        pointPastRows: { probability: 0.3, forMs: 200 },
        omitLast: { probability: 0.5 },
        rejectPolls: { probability: 0.1 },
      });
      for (let round = 0; round < 25; round += 1) {
        await table.move(1 + (round % 4));
        if (round % 3 === 0) scenario.proxy.cutAll();
        if (round % 8 === 7) await table.rotate();
      }
      misbehaving.electric.misbehave();
      await scenario.proxy.heal();
      await expectRecovery(scenario.proxy, table, app);
      await scenario.expectWhole();
    },
    SLOW_MS,
  );
});
