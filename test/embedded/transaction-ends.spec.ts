import { jest } from '@jest/globals';
import { ShapeReader } from '../support/electric-shape-reader.js';
import { idsOf, MisbehavingElectric } from './misbehaving-electric.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

describe('misbehave()', () => {
  const electric = new MisbehavingElectric();

  describe('splitTransactions (33)', () => {
    it('ends live answers inside a transaction, up-to-date; the rest comes next', async () => {
      const shape = await electric.synced();
      electric.misbehave({ splitTransactions: {} });
      await electric.insert(10, 12);
      const answers = [await shape.live(), await shape.live(), await shape.live()];
      expect(answers.map(idsOf)).toEqual([[10], [11], [12]]);
      expect(answers.map(({ isUpToDate }) => isUpToDate)).toEqual([true, true, true]);
      expect(answers.map(({ rows }) => rows[0]?.headers.last)).toEqual([undefined, undefined, true]);
      const { lsn, op_position } = answers[0]?.rows[0]?.headers ?? {};
      expect(answers[0]?.offset).toBe(`${lsn}_${op_position}`);
      // Without live, the rest is given.
      expect(idsOf(await shape.get({ offset: answers[0]?.offset }))).toEqual([11, 12]);
    });

    it('does not part two transactions', async () => {
      const shape = await electric.synced();
      electric.misbehave({ splitTransactions: {} });
      await electric.sql(`INSERT INTO ${electric.table} VALUES (10, 'a')`);
      await electric.sql(`INSERT INTO ${electric.table} VALUES (11, 'b')`);
      expect(idsOf(await shape.get({ live: 'true' }))).toEqual([10, 11]);
    });

    it('left to chance, it parts alike for all who ask, and for each seed otherwise', async () => {
      const shapes = [await electric.synced(), await electric.synced({ where: 'id > 9' })];
      await electric.insert(10, 59);
      const parts = async (shape: ShapeReader, seed: number) => {
        electric.misbehave({ seed, splitTransactions: { probability: 0.2 } });
        const reader = electric.shapeOf();
        Object.assign(reader, shape);
        const sizes: number[] = [];
        for (let rows = 0; rows < 50; rows += sizes.at(-1) ?? 0) sizes.push((await reader.live()).rows.length);
        return sizes;
      };
      const [one, other] = shapes as [ShapeReader, ShapeReader];
      const sizes = await parts(one, 3);
      expect(sizes.length).toBeGreaterThan(4);
      expect(sizes.length).toBeLessThan(25);
      expect(await parts(other, 3)).toEqual(sizes);
      expect(await parts(one, 4)).not.toEqual(sizes);
    });
  });

  it('omitLast (35): a transaction is whole and does not say so', async () => {
    const shape = await electric.synced();
    electric.misbehave({ omitLast: { count: 1 } });
    await electric.insert(10, 11);
    const answer = await shape.live();
    expect(answer.rows.map(({ headers }) => headers.last)).toEqual([undefined, undefined]);
    // Asked on from its last row, it turns out to be whole.
    expect((await shape.get()).controls).toEqual(['up-to-date']);
    await electric.insert(12, 13);
    expect((await shape.live()).rows.map(({ headers }) => headers.last)).toEqual([undefined, true]);
    // What was written stays as it was.
    const [first, second] = (await shape.get({ offset: '0_inf' })).rows;
    expect([first?.headers.last, second?.headers.last]).toEqual([undefined, undefined]);
  });
});
