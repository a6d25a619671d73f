import { jest } from '@jest/globals';
import { EmbeddedElectric } from '../../lib/testing/embedded-electric/index.js';
import { ShapeReader } from '../support/electric-shape-reader.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

const BY_NAME = /is not supported by the embedded Electric: use a real one/;

/** What a real Electric can and this one cannot is refused, by name: it never pretends. */
describe('what the embedded Electric does not support', () => {
  let electric: EmbeddedElectric;

  beforeAll(async () => {
    electric = await EmbeddedElectric.start({ longPollTimeoutMs: 300 });
    await electric.database.exec(`CREATE TABLE codes (id int PRIMARY KEY, v text);
      CREATE TABLE base (id int PRIMARY KEY); CREATE TABLE derived () INHERITS (base)`);
  });

  afterAll(() => electric.stop());

  it.each([
    ['server-sent events', 'live_sse', { live: 'true', live_sse: 'true' }],
    ['server-sent events under their older name', 'live_sse', { live: 'true', experimental_live_sse: 'true' }],
    ['log=changes_only', 'log', { log: 'changes_only' }],
    ['subqueries', 'where', { where: 'id IN (SELECT id FROM base)', offset: '-1' }],
    ['tables that others inherit from', 'table', { table: 'base', offset: '-1' }],
  ])('%s', async (_, parameter, parameters) => {
    const shape = new ShapeReader(electric.url, { table: 'codes' });
    await shape.sync();
    const answer = await shape.get(parameters);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      message: 'Invalid request',
      errors: { [parameter]: [expect.stringMatching(BY_NAME)] },
    });
    expect(answer.header('cache-control')).toBe('no-store');
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
    ['a second statement', 'true; DROP TABLE codes', 'unescaped ";" causing statement split'],
    ['a clause behind the where', 'true ORDER BY id', 'malformed query ending with SQL clauses'],
    ['a where that is no condition', 'id + 1', 'WHERE clause must return a boolean'],
  ])('%s', async (_, where, problem) => {
    const answer = await new ShapeReader(electric.url, { table: 'codes', where }).get();
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: 'Invalid request', errors: { where: [problem] } });
  });

  it.each([
    '',
    '1=1',
    "v = 'a;b'",
    `v = 'select (1)' OR "v" = $$x;$$`,
    'coalesce(v, lower($1)) LIKE $2',
    'v::varchar(3) = $1',
  ])('takes the where %p', async (where) => {
    const answer = await new ShapeReader(electric.url, {
      table: 'codes',
      where,
      'params[1]': "it's",
      'params[2]': '\\%',
    }).get();
    expect(answer.status).toBe(200);
  });
});
