import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, shapeOf } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';

const ALL = { 'subset[where]': 'true' };

describe('Electric: subset snapshots', () => {
  const suite = new TargetSuite({
    prefix: 'subset',
    columns: 'id int PRIMARY KEY, v text, ok boolean, c char(3)',
    rows: "(1, 'a', true, 'x'), (2, 'b', false, 'y'), (10, 'c', NULL, NULL)",
  });

  const idsOf = (answer: Answer) => answer.subset.data.map(({ value }) => value?.['id']);

  it('(30) is a fresh query of Postgres, past the log, and says what it saw', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const { rows } = await suite.query('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin');
    const answer = await shape.get(ALL);
    expect(answer.status).toBe(200);
    const { metadata, data } = answer.subset;
    expect(metadata).toEqual({
      snapshot_mark: expect.any(Number),
      database_lsn: expect.stringMatching(/^\d+$/),
      xip_list: expect.any(Array),
      xmax: expect.stringMatching(/^\d+$/),
      xmin: expect.stringMatching(/^\d+$/),
    });
    expect(Number(metadata.xmin)).toBeGreaterThanOrEqual(Number(rows[0].xmin));
    // Spelled as in a snapshot: not t, and padded.
    expect(data).toContainEqual({
      key: `"public"."${suite.table}"/"1"`,
      value: { id: '1', v: 'a', ok: 'true', c: 'x  ' },
      headers: { relation: ['public', suite.table], operation: 'insert', snapshot_mark: metadata.snapshot_mark },
    });
    expect(idsOf(answer).sort()).toEqual(['1', '10', '2']);

    await suite.query(`DELETE FROM ${suite.table} WHERE id > 1`);
    expect(idsOf(await shape.get(ALL))).toEqual(['1']);
    expect((await shape.get({ offset: '-1' })).rows).toHaveLength(3);
  });

  it('(30) its headers: not to be cached, and where the log ends', async () => {
    const shape = shapeOf(suite.table);
    const [first] = await shape.sync();
    const expectHeaders = (answer: Answer, offset: string | undefined) => {
      expect(answer.header('electric-snapshot')).toBe('true');
      expect(answer.header('cache-control')).toBe('no-cache');
      expect(answer.header('etag')).toBeUndefined();
      expect(answer.header('electric-up-to-date')).toBeUndefined();
      expect(answer.header('electric-has-data')).toBeUndefined();
      expect(answer.handle).toBe(shape.handle);
      expect(answer.schema).toEqual(first?.schema);
      expect(answer.offset).toBe(offset);
    };
    expectHeaders(await shape.get({ offset: '-1', handle: undefined, ...ALL }), '0_0');
    expectHeaders(await shape.get(ALL), '0_inf');
    await suite.query(`INSERT INTO ${suite.table} VALUES (11, 'd')`);
    await shape.liveRows(1);
    for (const offset of ['0_inf', shape.offset, 'now'])
      expectHeaders(await shape.get({ offset, ...ALL }), shape.offset);
    // The log is read on as if nothing had been asked.
    expect((await shape.get()).controls).toEqual(['up-to-date']);
  });

  it('(30) its transactions compare with those of the log', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const xids: number[] = [];
    const subsets = [];
    for (let id = 20; id < 23; id++) {
      subsets.push((await shape.get(ALL)).subset);
      await suite.query(`INSERT INTO ${suite.table} VALUES (${id}, 'later')`);
      xids.push((await shape.liveRows(1))[0]?.headers.txids?.[0] ?? Number.NaN);
    }
    subsets.push((await shape.get(ALL)).subset);
    const lower32 = (xid: string) => Number(BigInt(xid) & 0xffff_ffffn);
    // Nothing else is open here for long: what is not below xmax was not seen, what is below xmin was.
    const seen = subsets.map(({ metadata }) => xids.filter((xid) => xid < lower32(metadata.xmax)).length);
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(subsets.map(({ data }) => data.length)).toEqual([3, 4, 5, 6]);
    const lsns = subsets.map(({ metadata }) => Number(metadata.database_lsn));
    expect(lsns).toEqual([...lsns].sort((a, b) => a - b));
  });

  it('does not see what is not committed', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query('BEGIN');
    await suite.query(`DELETE FROM ${suite.table}`);
    const asking = shape.get(ALL);
    await delay(300);
    await suite.query('ROLLBACK');
    expect(idsOf(await asking)).toHaveLength(3);
  });

  it('is of the shape: its where, params and columns', async () => {
    const parameters = { where: 'id < $1', 'params[1]': '10', columns: 'id,v', replica: 'full' };
    const shape = shapeOf(suite.table, parameters);
    await shape.sync();
    const values = async (query: Record<string, string>) =>
      (await shape.get(query)).subset.data
        .map(({ value }) => value)
        .sort((a, b) => Number(a?.['id']) - Number(b?.['id']));
    const [a, b] = [
      { id: '1', v: 'a' },
      { id: '2', v: 'b' },
    ];
    expect(await values(ALL)).toEqual([a, b]);
    expect(await values({ 'subset[where]': 'ok = true OR id = 10' })).toEqual([a]);
    expect(Object.keys((await shape.get(ALL)).schema ?? {})).toEqual(['id', 'v']);
  });

  it.each([
    ['by its number, not by its text', { 'subset[order_by]': 'id' }, ['1', '2', '10']],
    ['descending', { 'subset[order_by]': 'id DESC' }, ['10', '2', '1']],
    ['by two columns', { 'subset[order_by]': 'ok desc nulls last, "id"' }, ['1', '2', '10']],
    ['the first of them', { 'subset[order_by]': 'id', 'subset[limit]': '2' }, ['1', '2']],
    ['the later of them', { 'subset[order_by]': 'id', 'subset[offset]': '1' }, ['2', '10']],
    ['a page', { 'subset[order_by]': 'id', 'subset[limit]': '1', 'subset[offset]': '1' }, ['2']],
    ['as documented', { subset__order_by: 'id', subset__limit: '1' }, ['1']],
    ['with parameters', { 'subset[where]': 'v = $1', 'subset[params]': '{"1":"b"}' }, ['2']],
    ['with parameters, each by itself', { 'subset[where]': 'v = $1', 'subset[params][1]': 'b' }, ['2']],
  ])('ordered, limited, filtered: %s', async (_, parameters: Record<string, string>, ids) => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    expect(idsOf(await shape.get(parameters))).toEqual(ids);
  });

  it('by POST', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const post = (body: object | string) =>
      shape.get(
        {},
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        },
      );
    const subset = { where: 'id > $1', params: { 1: '1' }, order_by: 'id', limit: 1 };
    for (const body of [subset, { subset }]) {
      const answer = await post(body);
      expect(answer.header('electric-snapshot')).toBe('true');
      expect(idsOf(answer)).toEqual(['2']);
    }
    expect((await post('[]')).status).toBe(400);
    expect((await post('{')).status).toBe(400);
  });

  it.each([
    ['a limit without an order', { 'subset[limit]': '1' }, { order_by: [expect.stringContaining('is required')] }],
    [
      'numbers that are none',
      { 'subset[order_by]': 'id', 'subset[limit]': 'x', 'subset[offset]': '-1' },
      { limit: ['is invalid'], offset: ['must be greater than or equal to 0'] },
    ],
    ['no rows', { 'subset[order_by]': 'id', 'subset[limit]': '0' }, { limit: ['must be greater than 0'] }],
    ['an unknown column', { 'subset[where]': 'nope = 1' }, { where: ['At location 0: unknown reference nope'] }],
    [
      'an order by an unknown column',
      { 'subset[order_by]': 'id, nope' },
      { order_by: ['At location 22: unknown reference nope'] },
    ],
    [
      'an order by an expression',
      { 'subset[order_by]': 'lower(v)' },
      { order_by: [expect.stringContaining('not allowed in ORDER BY')] },
    ],
    ['parameters that are no JSON', { 'subset[params]': 'x' }, { params: ['params must be valid JSON'] }],
    [
      'a parameter that is missing',
      { 'subset[where]': 'v = $1' },
      { where: ['At location 4: parameter $1 was not provided'] },
    ],
  ])('(14) %s gives 400', async (_, parameters: Record<string, string>, errors) => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const answer = await shape.get(parameters);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: 'Invalid request', errors: { subset: errors } });
    expect(answer.header('electric-snapshot')).toBeUndefined();
  });

  it('(13) a wrong handle gives a 409 with the right one, no rows', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    const answer = await shape.get({ handle: '123-456', ...ALL });
    expect(answer.status).toBe(409);
    expect(answer.handle).toBe(shape.handle);
    expect(answer.controls).toEqual(['must-refetch']);
  });

  it('without a handle it makes the shape, if there is none yet', async () => {
    const shape = shapeOf(suite.table);
    const answer = await shape.request({ offset: '-1', ...ALL });
    expect(idsOf(answer)).toHaveLength(3);
    expect((await shape.get()).handle).toBe(answer.handle);
  });
});
