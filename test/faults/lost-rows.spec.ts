import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { expectRecovery } from '../support/fault-app.js';
import { CACHES } from '../support/fault-kinds/caches.js';
import { describeOnEmbedded, MisbehavingScenario } from './misbehaving-scenario.js';

describeOnEmbedded('what Electric gets wrong (embedded only: it misbehaves on demand)', () => {
  const misbehaving = new MisbehavingScenario('faults-lost-rows');
  const { scenario } = misbehaving;

  describe('29: rows that the log has lost for good', () => {
    test(
      'I12 without an audit they stay lost, however often Electric says up-to-date; an audit finds and mends them',
      async () => {
        scenario.plantsDivergences = true;
        const { table, app } = await scenario.followed();
        misbehaving.electric.misbehave({ loseRows: { where: "code IN ('1', '4')" } });
        await table.rotate();
        await eventually(() => expect(app.cache.list('ACCOUNT')).toHaveLength(4));
        misbehaving.electric.misbehave();
        await table.move(2);
        await eventually(() => expect(app.cache.label('VERSION', 'n')).toBe('3'));
        await misbehaving.settle(app);
        expect(app.cache.list('ACCOUNT').length).toBeLessThan(6); // the check can fail: nothing but an audit brings them
        expect(app.witness.problems).not.toEqual([]); // and the witness does see it
        const told: number[] = [];
        app.cache.list$('ACCOUNT').subscribe((list) => told.push(list.length));
        const missing = 6 - app.cache.list('ACCOUNT').length;
        const audit = await app.cache.audit();
        expect(audit).toMatchObject({ superseded: false, corrected: missing });
        expect(table.isSeenBy(app.cache)).toBe(true);
        expect(told.at(-1)).toBe(6);
        expect(app.cache.status).toMatchObject({ state: 'live', corrected: missing });
        expect(await app.cache.audit()).toMatchObject({ corrected: 0 });
        expect(app.uncaught).toEqual([]);
      },
      SLOW_MS,
    );

    test(
      'I12 a bad cache that keeps subset snapshots does not undo what the log has told since',
      async () => {
        const { table, app } = await scenario.followed();
        await app.cache.audit();
        await table.move(3);
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
        scenario.proxy.playOn(CACHES.frozenSubset, Number.POSITIVE_INFINITY, ({ subset }) => subset);
        expect(await app.cache.audit()).toMatchObject({ corrected: 0 });
        await table.move(3);
        await eventually(() => expect(table.isSeenBy(app.cache)).toBe(true));
        expect(await app.cache.audit()).toMatchObject({ corrected: 0 });
        expect([table.isSeenBy(app.cache), app.cache.status.corrected]).toEqual([true, 0]);
        await scenario.proxy.heal();
        await expectRecovery(scenario.proxy, table, app);
        await scenario.expectWhole();
      },
      SLOW_MS,
    );
  });
});
