import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, shapeOf } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';

const MUST_REFETCH = [{ headers: { control: 'must-refetch' } }];

describe('Electric: 409 must-refetch', () => {
  const suite = new TargetSuite({ prefix: 'rotated', columns: 'id int PRIMARY KEY, v text', rows: "(1, 'a')" });

  const expectWithoutHandle = (answer: Answer) => {
    expect(answer.status).toBe(409);
    expect(answer.json).toEqual(MUST_REFETCH);
    expect(answer.handle).toBeUndefined();
    expect(answer.header('etag')).toBeUndefined();
    expect(answer.header('cache-control')).toBe('public, max-age=1, must-revalidate');
  };

  it('(11) a poll that waits when TRUNCATE hits gets a 409 without electric-handle', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const waiting = shape.live();
    await delay(300);
    await suite.query(`TRUNCATE ${suite.table}`);
    expectWithoutHandle(await waiting);
  });

  it('(11) a poll that waits when ADD COLUMN shows at a write gets the same', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const waiting = shape.live();
    await delay(300);
    await suite.query(`ALTER TABLE ${suite.table} ADD COLUMN added text`);
    await suite.query(`INSERT INTO ${suite.table} VALUES (2, 'b', 'c')`);
    expectWithoutHandle(await waiting);
  });

  it('(11) a poll that waits when the shape is deleted gets the same, where DELETE is allowed', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const waiting = shape.live();
    await delay(300);
    const deleted = await shape.request({ handle: shape.handle }, { method: 'DELETE' });
    if (deleted.status === 405) {
      expect(deleted.json).toEqual({ message: 'DELETE not allowed' });
      await suite.query(`INSERT INTO ${suite.table} VALUES (2, 'b')`);
      expect((await waiting).status).toBe(200);
    } else {
      expect(deleted.status).toBe(202);
      expect(deleted.text).toBe('');
      expectWithoutHandle(await waiting);
    }
  });

  it('(12) any later request with the old handle gets a 409 with the new one, which works', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const { handle: old } = shape;
    await suite.query(`TRUNCATE ${suite.table}`);
    await suite.query(`INSERT INTO ${suite.table} VALUES (7, 'new')`);
    let answer = await shape.live();
    while (answer.status === 200) answer = await shape.live();

    for (const live of [undefined, 'true']) {
      const later = await shape.get({ offset: '0_inf', live });
      expect(later.status).toBe(409);
      expect(later.json).toEqual(MUST_REFETCH);
      expect(later.header('cache-control')).toBe('public, max-age=60, must-revalidate');
      expect(later.handle).not.toBe(old);
      expect(later.header('etag')).toBe(`"${later.handle}::"`);
      const anew = await shapeOf(suite.table).get({ handle: later.handle });
      expect(anew.handle).toBe(later.handle);
      expect(anew.rows.map(({ value }) => value?.['id'])).toEqual(['7']);
    }
  });

  it('(13) a wrong handle gives a 409 with the right one, of a shape that did not exist too', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const filtered = shapeOf(suite.table, { where: 'id > 0' });
    await filtered.sync();
    for (const handle of ['123-456', 'nonsense', filtered.handle]) {
      const answer = await shape.get({ handle, offset: '0_0' });
      expect(answer.status).toBe(409);
      expect(answer.handle).toBe(shape.handle);
      expect(answer.json).toEqual(MUST_REFETCH);
    }
    const unmade = shapeOf(suite.table, { where: 'id > 1' });
    const answer = await unmade.request({ handle: '123-456', offset: '0_0' });
    expect(answer.status).toBe(409);
    expect((await unmade.get()).handle).toBe(answer.handle);
  });

  it('(13) an empty or missing handle gives 400; at offset=-1 the handle is ignored', async () => {
    const shape = shapeOf(suite.table);
    for (const handle of [undefined, '']) {
      const answer = await shape.request({ offset: '0_0', handle });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({
        message: 'Invalid request',
        errors: { handle: ["can't be blank when offset != -1"] },
      });
    }
    const answer = await shape.get({ handle: '123-456' });
    expect(answer.status).toBe(200);
    expect(answer.rows).toHaveLength(1);
  });

  it('a shape is found again by what it is of, whatever the way it is written', async () => {
    const { handle } = await shapeOf(suite.table).get();
    expect((await shapeOf(`public.${suite.table}`).get()).handle).toBe(handle);
    expect((await shapeOf(suite.table.toUpperCase()).get()).handle).toBe(handle);
    expect((await shapeOf(suite.table, { unknown_parameter: 'x' }).get()).handle).toBe(handle);
    expect((await shapeOf(suite.table, { replica: 'full' }).get()).handle).not.toBe(handle);
    expect((await shapeOf(suite.table, { columns: 'id' }).get()).handle).not.toBe(handle);
    expect((await shapeOf(suite.table, { columns: 'v,id' }).get()).handle).toBe(
      (await shapeOf(suite.table, { columns: 'id,v' }).get()).handle,
    );
  });
});
