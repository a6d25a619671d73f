import { jest } from '@jest/globals';
import { ShapeReader } from '../support/electric-shape-reader.js';
import { idsOf, MisbehavingElectric } from './misbehaving-electric.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

const ALL = { 'subset[where]': 'true' };

describe('misbehave()', () => {
  const electric = new MisbehavingElectric();

  describe('loseChanges (29)', () => {
    it('leaves changes out of the log of every shape, for good; the rest keeps its places', async () => {
      const shapes = [await electric.synced(), await electric.synced({ replica: 'full' })];
      electric.misbehave({ loseChanges: { where: `v = 'w'` } });
      await electric.sql(`BEGIN; UPDATE ${electric.table} SET v = 'w' WHERE id = 1; UPDATE ${electric.table} SET v = 'x' WHERE id = 2;
        INSERT INTO ${electric.table} VALUES (7, 'w'), (8, 'y'); COMMIT`);
      for (const shape of shapes) {
        const { rows } = await shape.live();
        expect(rows.map(({ value, headers }) => [value?.['id'], headers.op_position, headers.last])).toEqual([
          ['2', 2, undefined],
          ['8', 6, true],
        ]);
        expect((await shape.get(ALL)).subset.data).toHaveLength(8);
      }
      electric.misbehave();
      await electric.sql(`UPDATE ${electric.table} SET v = 'z' WHERE id = 1`);
      expect(idsOf(await (shapes[0] as ShapeReader).live())).toEqual([1]);
      expect(idsOf(await (shapes[0] as ShapeReader).get({ offset: '0_inf' }))).toEqual([2, 8, 1]);
    });

    it.each([
      ['insert', ['update', 'delete']],
      ['update', ['insert', 'delete']],
      ['delete', ['insert', 'update']],
    ] as const)('only what it is told to: %s', async (operation, left) => {
      const shape = await electric.synced();
      electric.misbehave({ loseChanges: { operations: [operation] } });
      await electric.sql(`BEGIN; INSERT INTO ${electric.table} VALUES (9, 'n'); UPDATE ${electric.table} SET v = 'w' WHERE id = 1;
        DELETE FROM ${electric.table} WHERE id = 2; COMMIT`);
      expect((await shape.live()).rows.map(({ headers }) => headers.operation)).toEqual(left);
    });

    it('left to chance, loses some, the same for all shapes', async () => {
      const shapes = [await electric.synced(), await electric.synced({ replica: 'full' })];
      electric.misbehave({ loseChanges: { probability: 0.1 } });
      await electric.insert(101, 300);
      const [ids, others] = [idsOf(await shapes[0]!.live()), idsOf(await shapes[1]!.live())];
      expect(ids.length).toBeGreaterThan(150);
      expect(ids.length).toBeLessThan(195);
      expect(others).toEqual(ids);
    });

    it('a transaction of which all is lost answers nobody; then the count is used up', async () => {
      const shape = await electric.synced();
      electric.misbehave({ loseChanges: { count: 1 } });
      await electric.sql(`UPDATE ${electric.table} SET v = 'w' WHERE id = 1`);
      expect((await shape.live()).controls).toEqual(['up-to-date']);
      await electric.sql(`UPDATE ${electric.table} SET v = 'w' WHERE id = 2`);
      expect(idsOf(await shape.live())).toEqual([2]);
    });
  });
});
