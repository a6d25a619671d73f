import { setTimeout as delay } from 'node:timers/promises';
import { type ShapeReader, shapeOf } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';

describe('Electric: schema changes', () => {
  const suite = new TargetSuite({
    prefix: 'altered',
    columns: 'id int PRIMARY KEY, v text, n int',
    rows: "(1, 'a', 1)",
  });

  /** A poll of the shape that is open while the statements are run. */
  const pollDuring = async (shape: ShapeReader, ...statements: string[]) => {
    await shape.sync();
    const waiting = shape.live();
    await delay(300);
    for (const statement of statements) await suite.query(statement);
    return waiting;
  };

  const expectRotated = async (old: ShapeReader, columns: string[]) => {
    const later = await old.get({ offset: '0_inf' });
    expect(later.status).toBe(409);
    expect(later.handle).not.toBe(old.handle);
    const anew = await shapeOf(suite.table).get();
    expect(anew.handle).toBe(later.handle);
    expect(Object.keys(anew.schema ?? {})).toEqual(columns);
  };

  it('(24) ADD COLUMN shows at the next write, as a 409; the new shape has the column', async () => {
    const shape = shapeOf(suite.table);
    const answer = await pollDuring(
      shape,
      `ALTER TABLE ${suite.table} ADD COLUMN added text DEFAULT 'd'`,
      `INSERT INTO ${suite.table} VALUES (2, 'b', 2, 'c')`,
    );
    expect(answer.status).toBe(409);
    await expectRotated(shape, ['added', 'id', 'n', 'v']);
  });

  it('(24) DROP COLUMN shows at the next write, as a 409', async () => {
    const shape = shapeOf(suite.table);
    const answer = await pollDuring(
      shape,
      `ALTER TABLE ${suite.table} DROP COLUMN n`,
      `INSERT INTO ${suite.table} VALUES (2, 'b')`,
    );
    expect(answer.status).toBe(409);
    await expectRotated(shape, ['id', 'v']);
  });

  it('(24) with columns=, ADD COLUMN does not rotate', async () => {
    const shape = shapeOf(suite.table, { columns: 'id,v' });
    const answer = await pollDuring(
      shape,
      `ALTER TABLE ${suite.table} ADD COLUMN added text`,
      `INSERT INTO ${suite.table} VALUES (2, 'b', 2, 'c')`,
    );
    expect(answer.status).toBe(200);
    expect(answer.rows.map(({ value }) => value)).toEqual([{ id: '2', v: 'b' }]);
    expect((await shape.get({ offset: '0_inf' })).handle).toBe(shape.handle);
  });

  it('(24, 38) ALTER TYPE keeps the handle; the next answer with a schema has the new type', async () => {
    const shape = shapeOf(suite.table);
    const answer = await pollDuring(
      shape,
      `ALTER TABLE ${suite.table} ALTER COLUMN n TYPE text USING 'n' || n`,
      `UPDATE ${suite.table} SET n = 'many' WHERE id = 1`,
    );
    expect(answer.status).toBe(200);
    expect(answer.rows.map(({ value }) => value)).toEqual([{ id: '1', n: 'many' }]);
    expect(answer.schema).toBeUndefined();
    const later = await shape.get();
    expect(later.status).toBe(200);
    expect(later.schema?.['n']).toEqual({ type: 'text' });
  });

  it('(24) SET NOT NULL keeps the handle, too', async () => {
    const shape = shapeOf(suite.table);
    const answer = await pollDuring(
      shape,
      `ALTER TABLE ${suite.table} ALTER COLUMN v SET NOT NULL`,
      `UPDATE ${suite.table} SET n = 7 WHERE id = 1`,
    );
    expect(answer.status).toBe(200);
    expect((await shape.get()).schema?.['v']).toEqual({ type: 'text', not_null: true });
  });

  it('(25) RENAME COLUMN gives one live update with the new name on the old handle, then a 409', async () => {
    const shape = shapeOf(suite.table);
    const answer = await pollDuring(
      shape,
      `ALTER TABLE ${suite.table} RENAME COLUMN n TO renamed`,
      `UPDATE ${suite.table} SET renamed = 78 WHERE id = 1`,
    );
    expect(answer.status).toBe(200);
    expect(answer.handle).toBe(shape.handle);
    expect(answer.rows.map(({ value }) => value)).toEqual([{ id: '1', renamed: '78' }]);
    await expectRotated(shape, ['id', 'renamed', 'v']);
  });

  it('(24) nothing happens when the table is altered, until something is written', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query(`ALTER TABLE ${suite.table} ADD COLUMN added text`);
    // Or else the check that is made every 60 s came in between.
    const answer = await shape.get();
    expect([200, 409]).toContain(answer.status);
    if (answer.status === 200) expect(Object.keys(answer.schema ?? {})).toEqual(['id', 'n', 'v']);
    await suite.query(`UPDATE ${suite.table} SET added = 'x'`);
    let last = await shape.live();
    while (last.status === 200) last = await shape.live();
    expect(last.status).toBe(409);
    await expectRotated(shape, ['added', 'id', 'n', 'v']);
  });
});
