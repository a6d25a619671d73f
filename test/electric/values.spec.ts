import { shapeOf, uniqueTable } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';

/** Column, type, SQL literal, spelling in a snapshot, spelling in the log, and what `electric-schema` says. */
const TYPES: [string, string, string, string, string, object][] = [
  ['i2', 'smallint', '1', '1', '1', { type: 'int2' }],
  ['i4', 'int NOT NULL', '-7', '-7', '-7', { type: 'int4', not_null: true }],
  ['i8', 'bigint', '9007199254740993', '9007199254740993', '9007199254740993', { type: 'int8' }],
  ['n', 'numeric(12,3)', '1.5', '1.500', '1.500', { type: 'numeric', precision: 12, scale: 3 }],
  ['n2', 'numeric', "'NaN'", 'NaN', 'NaN', { type: 'numeric' }],
  ['f4', 'real', '1.1', '1.1', '1.1', { type: 'float4' }],
  ['f8', 'double precision', '1e300', '1e+300', '1e+300', { type: 'float8' }],
  ['b', 'boolean', 'true', 'true', 't', { type: 'bool' }],
  ['d', 'date', "'2024-02-29'", '2024-02-29', '2024-02-29', { type: 'date' }],
  ['t', 'time', "'01:02:03.4'", '01:02:03.4', '01:02:03.4', { type: 'time' }],
  [
    'ts',
    'timestamp(3)',
    "'2024-02-29 01:02:03.456'",
    '2024-02-29 01:02:03.456',
    '2024-02-29 01:02:03.456',
    { type: 'timestamp', precision: 3 },
  ],
  [
    'tz',
    'timestamptz',
    "'2024-02-29 01:02:03+09'",
    '2024-02-28 16:02:03+00',
    '2024-02-28 16:02:03+00',
    { type: 'timestamptz' },
  ],
  ['iv', 'interval', "'1 day 2:03'", 'P1DT2H3M', 'P1DT2H3M', { type: 'interval' }],
  [
    'u',
    'uuid',
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    { type: 'uuid' },
  ],
  ['j', 'json', `'{"a": 1,  "b":[]}'`, '{"a": 1,  "b":[]}', '{"a": 1,  "b":[]}', { type: 'json' }],
  [
    'jb',
    'jsonb',
    `'{"b":1,"a":{"x":null}}'`,
    '{"a": {"x": null}, "b": 1}',
    '{"a": {"x": null}, "b": 1}',
    { type: 'jsonb' },
  ],
  ['by', 'bytea', "'\\xdeadbeef'", '\\xdeadbeef', '\\xdeadbeef', { type: 'bytea' }],
  ['ia', 'int[]', "'{1,NULL,3}'", '{1,NULL,3}', '{1,NULL,3}', { type: 'int4', dims: 1 }],
  [
    'ta',
    'text[]',
    `'{"a,b","c\\"d",null,""}'`,
    '{"a,b","c\\"d",NULL,""}',
    '{"a,b","c\\"d",NULL,""}',
    { type: 'text', dims: 1 },
  ],
  ['vc', 'varchar(5)', "'abc'", 'abc', 'abc', { type: 'varchar', max_length: 5 }],
  ['ch', 'char(6)', "'ab'", 'ab    ', 'ab    ', { type: 'bpchar', length: 6 }],
  ['ip', 'inet', "'10.0.0.1'", '10.0.0.1/32', '10.0.0.1', { type: 'inet' }],
  ['tx', 'text', `E'a\\n\\t"\\\\한글😀'`, 'a\n\t"\\한글😀', 'a\n\t"\\한글😀', { type: 'text' }],
];

describe('Electric: values', () => {
  const suite = new TargetSuite();

  it('(17, 37) all values are text or null; snapshot and log spell some types differently', async () => {
    const columns = TYPES.map(([name, type]) => `${name} ${type}`).join(', ');
    const table = await suite.createTable('typed', `id int PRIMARY KEY, ${columns}`);
    const insert = (id: number) =>
      `INSERT INTO ${table} VALUES (${id}, ${TYPES.map(([, , literal]) => literal).join(', ')})`;
    await suite.query(insert(1));
    await suite.query(`INSERT INTO ${table} (id, i4) VALUES (2, 0)`);
    const shape = shapeOf(table);
    const [snapshot] = await shape.sync();
    const [full, empty] = [...(snapshot?.rows ?? [])].sort((a, b) => Number(a.value?.['id']) - Number(b.value?.['id']));
    expect(full?.value).toEqual({ id: '1', ...spelling(3) });
    expect(empty?.value).toEqual({
      id: '2',
      ...Object.fromEntries(TYPES.map(([name]) => [name, name === 'i4' ? '0' : null])),
    });

    await suite.query(insert(3));
    await suite.query(`INSERT INTO ${table} (id, i4, b, tx) VALUES (4, 0, false, '')`);
    const [logged, other] = await shape.liveRows(2);
    expect(logged?.value).toEqual({ id: '3', ...spelling(4) });
    expect([other?.value?.['b'], other?.value?.['tx'], other?.value?.['vc']]).toEqual(['f', '', null]);
  });

  it('(17) electric-schema describes each column, ordered by name', async () => {
    const columns = TYPES.map(([name, type]) => `${name} ${type}`).join(', ');
    const table = await suite.createTable('typed', `id int PRIMARY KEY, ${columns}`);
    const { schema } = await shapeOf(table).get();
    expect(schema).toEqual({
      id: { type: 'int4', not_null: true, pk_index: 0 },
      ...Object.fromEntries(TYPES.map(([name, , , , , description]) => [name, description])),
    });
    expect(Object.keys(schema ?? {})).toEqual(Object.keys(schema ?? {}).sort());
  });

  it('(17) an enumeration is named by its type', async () => {
    const type = uniqueTable('mood');
    await suite.query(`CREATE TYPE ${type} AS ENUM ('sad', 'ok')`);
    const table = await suite.createTable('moody', `id int PRIMARY KEY, m ${type}`);
    await suite.query(`INSERT INTO ${table} VALUES (1, 'ok')`);
    const answer = await shapeOf(table, { where: "m = 'ok'" }).get();
    expect(answer.schema?.['m']).toEqual({ type });
    expect(answer.rows[0]?.value).toEqual({ id: '1', m: 'ok' });
    await suite.query(`DROP TABLE ${table}`);
    await suite.query(`DROP TYPE ${type}`);
  });

  it('(21) keys: a slash is doubled, a quote is not escaped', async () => {
    const table = await suite.createTable('keyed', 'a text, b text, n int, PRIMARY KEY (a, b)');
    const parts = [
      ['한글', '코드'],
      ['a/b', 'c"d'],
      ["it's", 'back\\slash'],
      ['', ''],
      ['"/"', '""'],
      ['_', '😀'],
      ['new\nline', 'tab\t'],
    ];
    for (const part of parts) await suite.query(`INSERT INTO ${table} VALUES ($1, $2, 1)`, part);
    const expected = parts.map(
      ([a = '', b = '']) => `"public"."${table}"/"${a.replaceAll('/', '//')}"/"${b.replaceAll('/', '//')}"`,
    );
    const shape = shapeOf(table);
    const [snapshot] = await shape.sync();
    expect(snapshot?.rows.map(({ key }) => key).sort()).toEqual([...expected].sort());
    await suite.query(`UPDATE ${table} SET n = 2`);
    const rows = await shape.liveRows(parts.length);
    expect(rows.map(({ key }) => key).sort()).toEqual([...expected].sort());
  });

  it('(37) a key’s boolean is spelled as the value is: true in the snapshot, t in the log', async () => {
    const table = await suite.createTable('flagged', 'flag boolean PRIMARY KEY, v text');
    await suite.query(`INSERT INTO ${table} VALUES (true, 'a')`);
    const shape = shapeOf(table);
    const [snapshot] = await shape.sync();
    expect(snapshot?.rows.map(({ key }) => key)).toEqual([`"public"."${table}"/"true"`]);
    await suite.query(`UPDATE ${table} SET v = 'b'`);
    expect((await shape.liveRows(1)).map(({ key, value }) => [key, value])).toEqual([
      [`"public"."${table}"/"t"`, { flag: 't', v: 'b' }],
    ]);
  });

  it('(21) names of tables and columns that have to be quoted', async () => {
    const name = `Odd "Table" ${uniqueTable('odd')}`;
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await suite.query(`CREATE TABLE ${quoted} ("Id" int PRIMARY KEY, "col ""q" text)`);
    await suite.query(`INSERT INTO ${quoted} VALUES (1, 'v')`);
    const shape = shapeOf(quoted);
    const [snapshot] = await shape.sync();
    expect(snapshot?.rows.map(({ value, headers }) => [value, headers.relation])).toEqual([
      [{ Id: '1', 'col "q': 'v' }, ['public', name]],
    ]);
    const some = shapeOf(quoted, { columns: '"Id"', where: `"col ""q" = 'v'` });
    expect((await some.sync())[0]?.rows.map(({ value }) => value)).toEqual([{ Id: '1' }]);
    await suite.query(`INSERT INTO ${quoted} VALUES (2, 'v')`);
    expect((await shape.liveRows(1))[0]?.value).toEqual({ Id: '2', 'col "q': 'v' });
    expect((await some.liveRows(1))[0]?.value).toEqual({ Id: '2' });
    await suite.query(`DROP TABLE ${quoted}`);
  });
});

function spelling(index: 3 | 4): Record<string, string> {
  return Object.fromEntries(TYPES.map((type) => [type[0], type[index]]));
}
