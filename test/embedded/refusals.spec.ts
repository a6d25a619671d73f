import { jest } from '@jest/globals';
import type pg from 'pg';
import {
  type Answer,
  connect,
  createTable,
  electricTarget,
  SLOW_MS,
  shapeOf,
  truncateTables,
} from '../support/electric-target.js';

jest.setTimeout(SLOW_MS);

const BY_NAME = /is not supported by the embedded Electric: use a real one/;

/** What a real Electric can and this one cannot is refused, by name: it never pretends. Of no meaning on a real one. */
const describeEmbedded = electricTarget().isReal ? describe.skip : describe;

describeEmbedded('what the embedded Electric does not support', () => {
  let db: pg.Client;
  let table: string;
  let parent: string;

  beforeAll(async () => {
    db = await connect();
    table = await createTable(db, 'codes', 'id int PRIMARY KEY, v text');
    parent = await createTable(db, 'parent', 'id int PRIMARY KEY');
    await db.query(`CREATE TABLE ${parent}_heir () INHERITS (${parent})`);
  });

  afterAll(async () => {
    await truncateTables(db);
    await db.end();
  });

  it.each([
    ['server-sent events', 'live_sse', { live: 'true', live_sse: 'true' }],
    ['server-sent events under their older name', 'live_sse', { live: 'true', experimental_live_sse: 'true' }],
    ['log=changes_only', 'log', { log: 'changes_only' }],
    ['subqueries', 'where', { where: 'id IN (SELECT 1)', offset: '-1' }],
  ])('%s', async (_, parameter, parameters) => {
    const shape = shapeOf(table);
    await shape.sync();
    expectRefused(await shape.get(parameters), { [parameter]: [expect.stringMatching(BY_NAME)] });
  });

  it('tables that others inherit from', async () => {
    expectRefused(await shapeOf(parent).get(), { table: [expect.stringMatching(BY_NAME)] });
  });

  it.each([
    [
      'a function of Postgres that a real Electric would not know',
      'length(v) > 1',
      'At location 0: unknown or unsupported function length/1',
    ],
    [
      'the same inside another',
      'lower(btrim(v, $$(,$$)) = v',
      'At location 6: unknown or unsupported function btrim/2',
    ],
    ['a second statement', 'true; DROP TABLE x', 'unescaped ";" causing statement split'],
    ['a clause behind the where', 'true ORDER BY id', 'malformed query ending with SQL clauses'],
    ['a where that is no condition', 'id + 1', 'WHERE clause must return a boolean'],
  ])('%s', async (_, where, problem) => {
    expectRefused(await shapeOf(table, { where }).get(), { where: [problem] });
  });

  it.each([
    '',
    '1=1',
    "v = 'a;b'",
    `v = 'select (1)' OR "v" = $$x;$$`,
    'coalesce(v, lower($1)) LIKE $2',
    'v::varchar(3) = $1',
  ])('takes the where %p', async (where) => {
    const answer = await shapeOf(table, { where, 'params[1]': "it's", 'params[2]': '\\%' }).get();
    expect(answer.status).toBe(200);
  });
});

function expectRefused(answer: Answer, errors: object): void {
  expect(answer.status).toBe(400);
  expect(answer.json).toEqual({ message: 'Invalid request', errors });
  expect(answer.header('cache-control')).toBe('no-store');
}
