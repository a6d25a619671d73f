import { jest } from '@jest/globals';
import type { Answer } from '../support/electric-shape-reader.js';
import { idsOf, MisbehavingElectric } from './misbehaving-electric.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

const ALL = { 'subset[where]': 'true' };

describe('misbehave()', () => {
  const electric = new MisbehavingElectric();

  const timesOf = async (name: keyof MisbehavingElectric['misbehaved'], work: () => Promise<unknown>) => {
    const before = electric.misbehaved[name];
    await work();
    return electric.misbehaved[name] - before;
  };

  describe('loseRows (29)', () => {
    it('leaves rows out of a new shape’s snapshot and log; a subset snapshot has them; they come when they change', async () => {
      electric.misbehave({ loseRows: { where: 'id IN (2, 5)' } });
      const shape = electric.shapeOf({ replica: 'full' });
      let answers: readonly Answer[] = [];
      expect(await timesOf('loseRows', async () => (answers = await shape.sync()))).toBe(2);
      expect(answers.flatMap(idsOf)).toEqual([1, 3, 4, 6]);
      expect((await shape.get(ALL)).subset.data).toHaveLength(6);

      await electric.sql(`UPDATE ${electric.table} SET v = 'w' WHERE id IN (1, 2)`);
      const { rows } = await shape.live();
      expect(rows.map(({ headers, value }) => [headers.operation, value?.['id']])).toEqual([
        ['update', '1'],
        ['update', '2'],
      ]);
    });

    it('spares the shapes that there are, other tables, and those made after it has ended', async () => {
      const old = await electric.synced();
      electric.misbehave({ loseRows: { table: electric.table } });
      expect((await electric.shapeOf({ where: 'id > 0' }).get()).rows).toEqual([]);
      expect(idsOf(await old.get({ offset: '-1' }))).toHaveLength(6);
      electric.misbehave({ loseRows: { table: 'another' } });
      expect(idsOf(await electric.shapeOf({ where: 'id > 1' }).get())).toHaveLength(5);
      electric.misbehave({ loseRows: { table: `public.${electric.table}` } });
      expect(idsOf(await electric.shapeOf({ where: 'id > 2' }).get())).toHaveLength(0);
      electric.misbehave();
      expect(idsOf(await electric.shapeOf({ where: 'id > 3' }).get())).toHaveLength(3);
    });

    it('loses so many and no more', async () => {
      electric.misbehave({ loseRows: { count: 2 } });
      expect(idsOf(await electric.shapeOf().get())).toEqual([3, 4, 5, 6]);
      expect(idsOf(await electric.shapeOf({ where: 'id > 0' }).get())).toHaveLength(6);
    });

    it('left to chance, loses the same rows in all shapes of the moment; with another seed, others', async () => {
      await electric.insert(7, 200);
      const lost = async (seed: number, where: string) => {
        electric.misbehave({ seed, loseRows: { probability: 0.1 } });
        const left = idsOf(await electric.shapeOf({ where }).get());
        return Array.from({ length: 200 }, (_, index) => index + 1).filter((id) => !left.includes(id));
      };
      const first = await lost(1, 'id > 0');
      expect(first.length).toBeGreaterThan(5);
      expect(first.length).toBeLessThan(40);
      expect(await lost(1, 'id > -1')).toEqual(first);
      expect(await lost(2, 'id > -2')).not.toEqual(first);
    });

    it('a condition that is none is told to who asks', async () => {
      electric.misbehave({ loseRows: { where: 'nope = 1' } });
      const answer = await electric.shapeOf().get();
      expect(answer.status).toBe(500);
      expect(answer.text).toContain('misbehave(), loseRows.where: column \\"nope\\" does not exist');
    });
  });
});
