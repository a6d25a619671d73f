import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { EmbeddedElectric, type Misbehaviours } from '../../lib/testing/embedded-electric/index.js';
import { type Answer, ShapeReader } from '../support/electric-shape-reader.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

const ALL = { 'subset[where]': 'true' };

/** What a real Electric was seen to get wrong now and then, the embedded one does when it is told to. */
describe('misbehave()', () => {
  let electric: EmbeddedElectric;
  let table: string;
  let tables = 0;

  beforeAll(async () => {
    electric = await EmbeddedElectric.start({ longPollTimeoutMs: 400, allowDelete: true });
  });

  afterAll(() => electric.stop());

  beforeEach(async () => {
    table = `table_${++tables}`;
    await sql(`CREATE TABLE ${table} (id int PRIMARY KEY, v text)`);
    await sql(`INSERT INTO ${table} SELECT g, 'v' FROM generate_series(1, 6) g`);
  });

  afterEach(() => electric.misbehave());

  const sql = (statements: string) => electric.database.exec(statements);
  const insert = (from: number, to: number) =>
    sql(`INSERT INTO ${table} SELECT g, 'v' FROM generate_series(${from}, ${to}) g`);
  const shapeOf = (parameters: Record<string, string> = {}) => new ShapeReader(electric.url, { table, ...parameters });
  const synced = async (parameters: Record<string, string> = {}) => {
    const shape = shapeOf(parameters);
    await shape.sync();
    return shape;
  };
  const idsOf = ({ rows }: Pick<Answer, 'rows'>) => rows.map(({ value }) => Number(value?.['id']));
  const played = (of: EmbeddedElectric = electric) => Object.entries(of.misbehaved).filter(([, times]) => times > 0);
  const timesOf = async (name: keyof EmbeddedElectric['misbehaved'], work: () => Promise<unknown>) => {
    const before = electric.misbehaved[name];
    await work();
    return electric.misbehaved[name] - before;
  };

  it('does nothing unless it is told to', () => {
    expect(played()).toEqual([]);
  });

  describe('loseRows (29)', () => {
    it('leaves rows out of a new shape’s snapshot and log; a subset snapshot has them; they come when they change', async () => {
      electric.misbehave({ loseRows: { where: 'id IN (2, 5)' } });
      const shape = shapeOf({ replica: 'full' });
      let answers: readonly Answer[] = [];
      expect(await timesOf('loseRows', async () => (answers = await shape.sync()))).toBe(2);
      expect(answers.flatMap(idsOf)).toEqual([1, 3, 4, 6]);
      expect((await shape.get(ALL)).subset.data).toHaveLength(6);

      await sql(`UPDATE ${table} SET v = 'w' WHERE id IN (1, 2)`);
      const { rows } = await shape.live();
      expect(rows.map(({ headers, value }) => [headers.operation, value?.['id']])).toEqual([
        ['update', '1'],
        ['update', '2'],
      ]);
    });

    it('spares the shapes that there are, other tables, and those made after it has ended', async () => {
      const old = await synced();
      electric.misbehave({ loseRows: { table } });
      expect((await shapeOf({ where: 'id > 0' }).get()).rows).toEqual([]);
      expect(idsOf(await old.get({ offset: '-1' }))).toHaveLength(6);
      electric.misbehave({ loseRows: { table: 'another' } });
      expect(idsOf(await shapeOf({ where: 'id > 1' }).get())).toHaveLength(5);
      electric.misbehave({ loseRows: { table: `public.${table}` } });
      expect(idsOf(await shapeOf({ where: 'id > 2' }).get())).toHaveLength(0);
      electric.misbehave();
      expect(idsOf(await shapeOf({ where: 'id > 3' }).get())).toHaveLength(3);
    });

    it('loses so many and no more', async () => {
      electric.misbehave({ loseRows: { count: 2 } });
      expect(idsOf(await shapeOf().get())).toEqual([3, 4, 5, 6]);
      expect(idsOf(await shapeOf({ where: 'id > 0' }).get())).toHaveLength(6);
    });

    it('left to chance, loses the same rows in all shapes of the moment; with another seed, others', async () => {
      await insert(7, 200);
      const lost = async (seed: number, where: string) => {
        electric.misbehave({ seed, loseRows: { probability: 0.1 } });
        const left = idsOf(await shapeOf({ where }).get());
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
      const answer = await shapeOf().get();
      expect(answer.status).toBe(500);
      expect(answer.text).toContain('misbehave(), loseRows.where: column \\"nope\\" does not exist');
    });
  });

  describe('loseChanges (29)', () => {
    it('leaves changes out of the log of every shape, for good; the rest keeps its places', async () => {
      const shapes = [await synced(), await synced({ replica: 'full' })];
      electric.misbehave({ loseChanges: { where: `v = 'w'` } });
      await sql(`BEGIN; UPDATE ${table} SET v = 'w' WHERE id = 1; UPDATE ${table} SET v = 'x' WHERE id = 2;
        INSERT INTO ${table} VALUES (7, 'w'), (8, 'y'); COMMIT`);
      for (const shape of shapes) {
        const { rows } = await shape.live();
        expect(rows.map(({ value, headers }) => [value?.['id'], headers.op_position, headers.last])).toEqual([
          ['2', 2, undefined],
          ['8', 6, true],
        ]);
        expect((await shape.get(ALL)).subset.data).toHaveLength(8);
      }
      electric.misbehave();
      await sql(`UPDATE ${table} SET v = 'z' WHERE id = 1`);
      expect(idsOf(await (shapes[0] as ShapeReader).live())).toEqual([1]);
      expect(idsOf(await (shapes[0] as ShapeReader).get({ offset: '0_inf' }))).toEqual([2, 8, 1]);
    });

    it.each([
      ['insert', ['update', 'delete']],
      ['update', ['insert', 'delete']],
      ['delete', ['insert', 'update']],
    ] as const)('only what it is told to: %s', async (operation, left) => {
      const shape = await synced();
      electric.misbehave({ loseChanges: { operations: [operation] } });
      await sql(`BEGIN; INSERT INTO ${table} VALUES (9, 'n'); UPDATE ${table} SET v = 'w' WHERE id = 1;
        DELETE FROM ${table} WHERE id = 2; COMMIT`);
      expect((await shape.live()).rows.map(({ headers }) => headers.operation)).toEqual(left);
    });

    it('left to chance, loses some, the same for all shapes', async () => {
      const shapes = [await synced(), await synced({ replica: 'full' })];
      electric.misbehave({ loseChanges: { probability: 0.1 } });
      await insert(101, 300);
      const [ids, others] = [idsOf(await shapes[0]!.live()), idsOf(await shapes[1]!.live())];
      expect(ids.length).toBeGreaterThan(150);
      expect(ids.length).toBeLessThan(195);
      expect(others).toEqual(ids);
    });

    it('a transaction of which all is lost answers nobody; then the count is used up', async () => {
      const shape = await synced();
      electric.misbehave({ loseChanges: { count: 1 } });
      await sql(`UPDATE ${table} SET v = 'w' WHERE id = 1`);
      expect((await shape.live()).controls).toEqual(['up-to-date']);
      await sql(`UPDATE ${table} SET v = 'w' WHERE id = 2`);
      expect(idsOf(await shape.live())).toEqual([2]);
    });
  });

  describe('splitTransactions (33)', () => {
    it('ends live answers inside a transaction, up-to-date; the rest comes next', async () => {
      const shape = await synced();
      electric.misbehave({ splitTransactions: {} });
      await insert(10, 12);
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
      const shape = await synced();
      electric.misbehave({ splitTransactions: {} });
      await sql(`INSERT INTO ${table} VALUES (10, 'a')`);
      await sql(`INSERT INTO ${table} VALUES (11, 'b')`);
      expect(idsOf(await shape.get({ live: 'true' }))).toEqual([10, 11]);
    });

    it('left to chance, it parts alike for all who ask, and for each seed otherwise', async () => {
      const shapes = [await synced(), await synced({ where: 'id > 9' })];
      await insert(10, 59);
      const parts = async (shape: ShapeReader, seed: number) => {
        electric.misbehave({ seed, splitTransactions: { probability: 0.2 } });
        const reader = shapeOf();
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

  describe('pointPastRows (34)', () => {
    it('answers without rows, up-to-date, with a position inside a transaction not given; for a while', async () => {
      const shape = await synced();
      electric.misbehave({ pointPastRows: { forMs: 300 } });
      await sql(`INSERT INTO ${table} VALUES (10, 'alone')`);
      await insert(11, 13);
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
      const shape = await synced();
      electric.misbehave({ pointPastRows: { forMs: 100 } });
      await insert(10, 12);
      expect((await shape.get()).rows).toEqual([]);
      await delay(150);
      expect(idsOf(await shape.get())).toEqual([10, 11, 12]);
    });

    it('has nothing to point into when all transactions are of one row', async () => {
      const shape = await synced();
      electric.misbehave({ pointPastRows: {} });
      await sql(`INSERT INTO ${table} VALUES (10, 'a')`);
      expect(idsOf(await shape.get())).toEqual([10]);
    });
  });

  it('omitLast (35): a transaction is whole and does not say so', async () => {
    const shape = await synced();
    electric.misbehave({ omitLast: { count: 1 } });
    await insert(10, 11);
    const answer = await shape.live();
    expect(answer.rows.map(({ headers }) => headers.last)).toEqual([undefined, undefined]);
    // Asked on from its last row, it turns out to be whole.
    expect((await shape.get()).controls).toEqual(['up-to-date']);
    await insert(12, 13);
    expect((await shape.live()).rows.map(({ headers }) => headers.last)).toEqual([undefined, true]);
    // What was written stays as it was.
    const [first, second] = (await shape.get({ offset: '0_inf' })).rows;
    expect([first?.headers.last, second?.headers.last]).toEqual([undefined, undefined]);
  });

  describe('rejectPolls (36)', () => {
    it('a poll that waits gets a 409 without a handle, though the handle stays valid', async () => {
      const shape = await synced();
      const waiting = shape.live();
      await delay(100);
      electric.misbehave({ rejectPolls: { count: 2 } });
      const atOnce = await Promise.race([waiting, delay(200)]);
      for (const answer of [atOnce as Answer, await shape.live()]) {
        expect(answer.status).toBe(409);
        expect(answer.controls).toEqual(['must-refetch']);
        expect(answer.handle).toBeUndefined();
        expect(answer.header('cache-control')).toBe('public, max-age=1, must-revalidate');
      }
      expect((await shape.live()).status).toBe(200);
      expect((await shapeOf().get({ expired_handle: shape.handle })).handle).toBe(shape.handle);
      await insert(10, 10);
      expect(idsOf(await shape.live())).toEqual([10]);
    });

    it('a poll that is answered at once is spared, and so is every other request', async () => {
      const shape = await synced();
      electric.misbehave({ rejectPolls: {} });
      expect((await shape.get()).status).toBe(200);
      await insert(10, 10);
      expect(idsOf(await shape.live())).toEqual([10]);
    });

    it('left to chance, it rejects the same polls under the same seed', async () => {
      const shape = await synced();
      const statuses = async (seed: number) => {
        electric.misbehave({ seed, rejectPolls: { probability: 0.5 } });
        const answers: Promise<Answer>[] = [];
        for (let poll = 0; poll < 12; poll++) {
          answers.push(shape.get({ live: 'true' }));
          // In this order.
          await delay(20);
        }
        return (await Promise.all(answers)).map(({ status }) => status);
      };
      const first = await statuses(5);
      expect(new Set(first)).toEqual(new Set([200, 409]));
      expect(await statuses(5)).toEqual(first);
      expect(await statuses(6)).not.toEqual(first);
    });
  });

  it('all together: who goes on from the last row that came, live, gets all but what was lost', async () => {
    await synced();
    const plan: Misbehaviours = {
      seed: 11,
      loseRows: { where: 'id = 3' },
      loseChanges: { where: 'id = 20' },
      splitTransactions: { probability: 0.3 },
      pointPastRows: { probability: 0.2 },
      omitLast: { probability: 0.5 },
      rejectPolls: { probability: 0.2 },
    };
    electric.misbehave(plan);
    const shape = shapeOf({ where: 'id > 0' });
    const ids = new Set((await shape.sync()).flatMap(idsOf));
    for (let id = 10; id < 40; id += 3) await insert(id, id + 2);
    while (!ids.has(39)) {
      await shape.get();
      for (const id of idsOf(await shape.live())) ids.add(id);
    }
    const expected = [1, 2, 4, 5, 6, ...Array.from({ length: 30 }, (_, index) => index + 10).filter((id) => id !== 20)];
    expect([...ids]).toEqual(expected);
    expect((await shape.live()).rows).toEqual([]);
    for (const name of ['splitTransactions', 'pointPastRows', 'omitLast', 'rejectPolls'] as const) {
      expect(electric.misbehaved[name]).toBeGreaterThan(0);
    }
  });

  it.each([
    [{ loseRow: {} }, 'There is no misbehaviour loseRow: loseRows, '],
    [{ omitLast: { probability: 2 } }, 'The probability of omitLast must be between 0 and 1: 2'],
  ])('refuses %j', (plan, problem) => {
    expect(() => electric.misbehave(plan as Misbehaviours)).toThrow(problem);
  });
});
