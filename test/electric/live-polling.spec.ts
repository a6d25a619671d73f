import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, shapeOf } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';

describe('Electric: live polling', () => {
  const suite = new TargetSuite({ prefix: 'polled', columns: 'id int PRIMARY KEY, v text' });

  it('(6) a poll in which nothing happens answers 200, up-to-date, without data, at the same offset; each time with another etag', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const [one, other] = [await shape.live(), await shape.live()];
    for (const answer of [one, other]) {
      expect(answer.status).toBe(200);
      expect(answer.controls).toEqual(['up-to-date']);
      expect(answer.header('electric-has-data')).toBe('false');
      expect(answer.isUpToDate).toBe(true);
      expect(answer.offset).toBe('0_inf');
      expect(answer.header('cache-control')).toBe('public, max-age=5, stale-while-revalidate=5');
    }
    expect(other.header('etag')).not.toBe(one.header('etag'));
    // The cursor makes the next URL another one, so that no cache answers it with this answer (42).
    expect(other.cursor).not.toBe(one.cursor);
  });

  it('(7) a live answer has a cursor and no schema, another the other way round', async () => {
    const shape = shapeOf(suite.table);
    const answers = await shape.sync();
    await suite.query(`INSERT INTO ${suite.table} VALUES (1, 'a')`);
    const live = await shape.live();
    expect(live.cursor).toMatch(/^\d+$/);
    expect(live.schema).toBeUndefined();
    expect(live.header('electric-has-data')).toBe('true');
    for (const answer of [...answers, await shape.get({ offset: '0_inf' })]) {
      expect(answer.cursor).toBeUndefined();
      expect(answer.schema).toEqual({ id: { type: 'int4', not_null: true, pk_index: 0 }, v: { type: 'text' } });
    }
  });

  it('(7) a poll with the cursor of the last one gets another', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query(`INSERT INTO ${suite.table} VALUES (1, 'a')`);
    const { cursor } = await shape.live();
    await suite.query(`INSERT INTO ${suite.table} VALUES (2, 'b')`);
    const next = await shape.get({ live: 'true', cursor });
    expect(Number(next.cursor)).toBeGreaterThan(Number(cursor));
  });

  it('a waiting poll is answered by a write, one that is behind at once', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const waiting = shape.live();
    await delay(300);
    await suite.query(`INSERT INTO ${suite.table} VALUES (1, 'a')`);
    expect((await waiting).rows.map(({ value }) => value)).toEqual([{ id: '1', v: 'a' }]);
    expect((await shape.get({ offset: '0_inf', live: 'true' })).rows).toHaveLength(1);
  });

  it('all who poll are answered alike', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const waiting = Promise.all(Array.from({ length: 10 }, () => shape.get({ live: 'true' })));
    await delay(300);
    await suite.query(`INSERT INTO ${suite.table} VALUES (1, 'a')`);
    const bodies = new Set((await waiting).map(({ text }) => text));
    expect(bodies.size).toBe(1);
  });

  it('(8) two quick transactions arrive in order, in one answer or in two', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const waiting = shape.live();
    await suite.query(`INSERT INTO ${suite.table} VALUES (1, 'a')`);
    await suite.query(`INSERT INTO ${suite.table} VALUES (2, 'b')`);
    const first = await waiting;
    const rows = [...first.rows, ...(first.rows.length < 2 ? await shape.liveRows(1) : [])];
    expect(rows.map(({ value }) => value?.['id'])).toEqual(['1', '2']);
    expect(new Set(rows.map(({ headers }) => headers.lsn)).size).toBe(2);
  });

  it('a transaction comes whole and in its order, the same row twice included', async () => {
    const shape = shapeOf(suite.table);
    await suite.query(`INSERT INTO ${suite.table} VALUES (1, 'a'), (2, 'b')`);
    await shape.sync();
    await suite.query('BEGIN');
    await suite.query(`INSERT INTO ${suite.table} VALUES (3, 'c')`);
    await suite.query(`UPDATE ${suite.table} SET v = 'x' WHERE id = 1`);
    await suite.query(`UPDATE ${suite.table} SET v = 'y' WHERE id = 1`);
    await suite.query(`DELETE FROM ${suite.table} WHERE id = 2`);
    await suite.query('COMMIT');
    const rows = await shape.liveRows(4);
    expect(rows.map(({ headers, value }) => [headers.operation, headers.op_position, value])).toEqual([
      ['insert', 0, { id: '3', v: 'c' }],
      ['update', 2, { id: '1', v: 'x' }],
      ['update', 4, { id: '1', v: 'y' }],
      ['delete', 6, { id: '2' }],
    ]);
    expect(new Set(rows.map(({ headers }) => headers.lsn)).size).toBe(1);
  });

  it('nothing is told of what was rolled back, nor before the commit', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query('BEGIN');
    await suite.query(`INSERT INTO ${suite.table} VALUES (1, 'never')`);
    await suite.query('ROLLBACK');
    await suite.query('BEGIN');
    await suite.query(`INSERT INTO ${suite.table} VALUES (2, 'later')`);
    expect((await shape.get()).rows).toEqual([]);
    await suite.query('COMMIT');
    expect((await shape.liveRows(1)).map(({ value }) => value?.['v'])).toEqual(['later']);
  });

  it('a write to another table does not answer a poll', async () => {
    const other = await suite.createTable('other', 'id int PRIMARY KEY');
    await shapeOf(other).sync();
    const shape = shapeOf(suite.table);
    await shape.sync();
    const waiting = shape.live();
    await delay(300);
    await suite.query(`INSERT INTO ${other} VALUES (1)`);
    await suite.query(`INSERT INTO ${suite.table} VALUES (1, 'a')`);
    expect((await waiting).rows.map(({ value }) => value)).toEqual([{ id: '1', v: 'a' }]);
  });

  it('(9) snapshot and log come in chunks of about 10 MB, the log’s also cut inside a transaction', async () => {
    const rowsOf = (from: number, to: number) =>
      `INSERT INTO ${suite.table} SELECT g, repeat(md5(g::text), 32) FROM generate_series(${from}, ${to}) g`;
    await suite.query(rowsOf(1, 12_000));
    const shape = shapeOf(suite.table);
    const snapshot = (await shape.sync()).filter(({ controls }) => !controls.includes('up-to-date'));
    expect(snapshot.map(({ offset }) => offset)).toEqual(['0_0', '0_1']);
    expect(snapshot.map(({ controls }) => controls)).toEqual([[], ['snapshot-end']]);
    expect(snapshot.flatMap(({ rows }) => rows)).toHaveLength(12_000);

    const polling = shape.get({ live: 'true' });
    await suite.query(rowsOf(12_001, 24_000));
    const answers: Answer[] = [await polling];
    while (answers.flatMap(({ rows }) => rows).length < 12_000) {
      // From the last row, not from what the header says: that can be wrong while so much is being written (34).
      const { lsn, op_position } = answers.flatMap(({ rows }) => rows).at(-1)?.headers ?? {};
      answers.push(
        await shape.get({ live: 'true', offset: lsn === undefined ? shape.offset : `${lsn}_${op_position}` }),
      );
    }
    expect(answers.length).toBeGreaterThan(1);
    expect(answers[0]?.rows.at(-1)?.headers.last).toBeUndefined();
    // Now that all of it is in the log, the cut is told: not up-to-date.
    expect((await shape.get({ offset: '0_inf' })).isUpToDate).toBe(false);
    const ids = answers.flatMap(({ rows }) => rows.map(({ value }) => Number(value?.['id'])));
    expect(ids).toEqual(Array.from({ length: 12_000 }, (_, index) => 12_001 + index));
  });
});
