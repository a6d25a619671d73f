import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { idsOf, MisbehavingElectric } from './misbehaving-electric.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

describe('misbehave()', () => {
  const electric = new MisbehavingElectric();

  describe('pointPastRows (34)', () => {
    it('answers without rows, up-to-date, with a position inside a transaction not given; for a while', async () => {
      const shape = await electric.synced();
      electric.misbehave({ pointPastRows: { forMs: 300 } });
      await electric.sql(`INSERT INTO ${electric.table} VALUES (10, 'alone')`);
      await electric.insert(11, 13);
      const answer = await shape.get();
      expect(answer.controls).toEqual(['up-to-date']);
      expect(answer.isUpToDate).toBe(true);
      const live = await shape.get({ live: 'true' });
      expect(idsOf(live)).toEqual([10, 11, 12, 13]);
      expect(answer.offset).toBe(`${live.rows[1]?.headers.lsn}_0`);
      expect((await shape.get()).rows).toEqual([]);
      // Who believes it goes on inside the transaction.
      expect(idsOf(await shape.get({ offset: answer.offset, live: 'true' }))).toEqual([12, 13]);
    });

    it('the while ends, however often it is asked', async () => {
      const shape = await electric.synced();
      electric.misbehave({ pointPastRows: { forMs: 100 } });
      await electric.insert(10, 12);
      expect((await shape.get()).rows).toEqual([]);
      await delay(150);
      expect(idsOf(await shape.get())).toEqual([10, 11, 12]);
    });

    it('has nothing to point into when all transactions are of one row', async () => {
      const shape = await electric.synced();
      electric.misbehave({ pointPastRows: {} });
      await electric.sql(`INSERT INTO ${electric.table} VALUES (10, 'a')`);
      expect(idsOf(await shape.get())).toEqual([10]);
    });
  });
});
