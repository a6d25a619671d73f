import { electricTarget, shapeOf, uniqueTable } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';

const target = electricTarget();

describe('Electric: 400, 401, 404 and other paths', () => {
  const suite = new TargetSuite();
  let table: string;

  beforeAll(async () => {
    table = await suite.createTable('refused', 'id int PRIMARY KEY, code text, v text');
    await suite.query(`INSERT INTO ${table} VALUES (1, 'a', 'b')`);
  });

  it.each([
    ['no offset', { offset: undefined }, { offset: ["can't be blank"] }],
    ['no table', { table: undefined }, { table: ["can't be blank"] }],
    ['a replica that there is not', { replica: 'bogus' }, { replica: ['is invalid'] }],
    ['live=true at offset=-1', { live: 'true' }, { live: ["can't be true when offset == -1"] }],
    ['a live that is neither true nor false', { live: 'maybe' }, { live: ["can't be true when offset == -1"] }],
    ['params as one JSON', { where: 'code = $1', params: '{"1":"a"}' }, { params: ['is invalid'] }],
    [
      'a parameter that is missing',
      { where: 'code = $1' },
      { where: ['At location 7: parameter $1 was not provided'] },
    ],
    ['a where with an unknown column', { where: 'nope = 1' }, { where: ['At location 0: unknown reference nope'] }],
    ['a where that breaks off', { where: 'code =' }, { where: ['At location 21: syntax error at end of input'] }],
    [
      'columns without the primary key',
      { columns: 'code' },
      { columns: ['The list of columns must include all primary key columns, missing: id'] },
    ],
    [
      'an unknown column',
      { columns: 'id,nope' },
      { columns: ['The following columns are not found on the table: nope'] },
    ],
    [
      'a table name with special characters',
      { table: 'bad table"name' },
      { table: ['Invalid unquoted identifier contains special characters: bad table"name'] },
    ],
  ])('(14) %s gives 400', async (_, parameters, errors) => {
    const answer = await shapeOf(table).get(parameters);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: 'Invalid request', errors });
    expect(answer.header('cache-control')).toBe('no-store');
    expect(answer.header('surrogate-control')).toBe('no-store');
    expect(answer.handle).toBeUndefined();
  });

  it('(14) a table that there is not, and a view, give 400: they do not exist', async () => {
    const view = uniqueTable('viewed');
    await suite.query(`CREATE VIEW ${view} AS SELECT * FROM ${table}`);
    for (const name of [view, uniqueTable('absent')]) {
      const answer = await shapeOf(name).get();
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({
        message: 'Invalid request',
        errors: {
          table: [
            `Table "public"."${name}" does not exist. If the table name contains capitals or special characters you must quote it.`,
          ],
        },
      });
    }
  });

  it.each(['abc', '-2', '1', '0_-1', '0_0_0'])('(14) the malformed offset %s gives 400 at once', async (offset) => {
    const shape = shapeOf(table);
    await shape.step();
    const answer = await shape.get({ offset });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: 'Invalid request', errors: { offset: ['has invalid format'] } });
  });

  it.each([
    ['behind the snapshot', '1_0', undefined],
    ['far away', '99999999999_0', undefined],
    ['far away, live', '99999999999_0', 'true'],
  ])('(14) an offset out of range, %s, gives 400', async (_, offset, live) => {
    const shape = shapeOf(table);
    await shape.sync();
    const answer = await shape.get({ offset, live });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: 'Invalid request', errors: { offset: ['out of bounds for this shape'] } });
  });

  it('(14) an unknown parameter is ignored', async () => {
    expect((await shapeOf(table).get({ unknown_parameter: 'x' })).status).toBe(200);
  });

  it('(15) /v1/health is open', async () => {
    const response = await fetch(new URL('/v1/health', target.url));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'active' });
  });

  (target.secret === undefined ? it.skip : it)(
    '(15) the secret counts only in the query, as secret or api_secret',
    async () => {
      const shape = shapeOf(table);
      const secret = target.secret as string;
      for (const given of [undefined, 'wrong']) {
        const answer = await shape.get({ secret: given }, { headers: { Authorization: `Bearer ${secret}` } });
        expect(answer.status).toBe(401);
        expect(answer.json).toEqual({ message: 'Unauthorized - Invalid API secret' });
      }
      expect((await shape.get({ secret: undefined, api_secret: secret })).status).toBe(200);
    },
  );

  it('another path gives 404, the root 200, and PUT is another path', async () => {
    const paths = ['/v1/nothing', '/'].map((path) => fetch(new URL(path, target.url)));
    const [nothing, root] = await Promise.all(paths);
    expect([nothing?.status, await nothing?.text()]).toEqual([404, 'Not found']);
    expect([root?.status, await root?.text()]).toEqual([200, '']);
    expect((await shapeOf(table).get({}, { method: 'PUT' })).status).toBe(404);
  });

  it('HEAD gives the headers of GET, OPTIONS what is allowed', async () => {
    const shape = shapeOf(table);
    const [get, head, options] = [
      await shape.get(),
      await shape.get({}, { method: 'HEAD' }),
      await shape.get({}, { method: 'OPTIONS' }),
    ];
    expect([head.status, head.text, head.header('etag')]).toEqual([200, '', get.header('etag')]);
    expect(options.status).toBe(204);
    expect(options.header('access-control-allow-methods')).toBe('GET, POST, HEAD, DELETE, OPTIONS');
    expect(get.header('access-control-expose-headers')).toContain('electric-handle');
  });
});
