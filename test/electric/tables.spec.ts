import { shapeOf, uniqueTable } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';

describe('Electric: kinds of tables', () => {
  const suite = new TargetSuite();

  it('(21) without a primary key all columns are the key, a NULL in it is _, and a row can be there twice', async () => {
    const table = await suite.createTable('keyless', 'a int, b text');
    await suite.query(`INSERT INTO ${table} VALUES (1, 'x'), (1, 'x'), (2, NULL)`);
    const shape = shapeOf(table);
    const [snapshot] = await shape.sync();
    const relation = `"public"."${table}"`;
    expect(snapshot?.rows.map(({ key }) => key)).toEqual([
      `${relation}/"1"/"x"`,
      `${relation}/"1"/"x"`,
      `${relation}/"2"/_`,
    ]);
    expect(snapshot?.schema).toEqual({ a: { type: 'int4' }, b: { type: 'text' } });
  });

  it('(20, 21) without a primary key every change is a key change', async () => {
    const table = await suite.createTable('keyless', 'a int, b text');
    const relation = `"public"."${table}"`;
    const shape = shapeOf(table);
    await shape.sync();
    await suite.query(`INSERT INTO ${table} VALUES (3, NULL)`);
    await suite.query(`UPDATE ${table} SET b = 'z' WHERE a = 3`);
    await suite.query(`DELETE FROM ${table} WHERE a = 3`);
    const rows = await shape.liveRows(4);
    expect(rows.map(({ headers, key, value }) => [headers.operation, headers.op_position, key, value])).toEqual([
      ['insert', 0, `${relation}/"3"/_`, { a: '3', b: null }],
      ['delete', 0, `${relation}/"3"/_`, { a: '3', b: null }],
      ['insert', 1, `${relation}/"3"/"z"`, { a: '3', b: 'z' }],
      ['delete', 0, `${relation}/"3"/"z"`, { a: '3', b: 'z' }],
    ]);
    expect(rows[1]?.headers.key_change_to).toBe(rows[2]?.key);
    expect(rows[2]?.headers.key_change_from).toBe(rows[1]?.key);
  });

  it('(22) of a partitioned table, the log’s keys name the partition, the snapshot’s the table', async () => {
    const table = uniqueTable('parted');
    await suite.query(`CREATE TABLE ${table} (id int, k int, v text, PRIMARY KEY (id, k)) PARTITION BY LIST (k)`);
    await suite.query(`CREATE TABLE ${table}_1 PARTITION OF ${table} FOR VALUES IN (1)`);
    await suite.query(`CREATE TABLE ${table}_2 (v text, k int NOT NULL, id int NOT NULL)`);
    await suite.query(`ALTER TABLE ${table} ATTACH PARTITION ${table}_2 FOR VALUES IN (2)`);
    await suite.query(`INSERT INTO ${table} VALUES (1, 1, 'a')`);
    const shape = shapeOf(table);
    const [snapshot] = await shape.sync();
    expect(snapshot?.rows.map(({ key }) => key)).toEqual([`"public"."${table}"/"1"/"1"`]);

    await suite.query(`INSERT INTO ${table} VALUES (2, 2, 'b')`);
    await suite.query(`UPDATE ${table} SET v = 'c' WHERE id = 1`);
    await suite.query(`DELETE FROM ${table}_2`);
    const rows = await shape.liveRows(3);
    expect(rows.map(({ headers, key, value }) => [headers.operation, key, value, headers.relation])).toEqual([
      ['insert', `"public"."${table}_2"/"2"/"2"`, { id: '2', k: '2', v: 'b' }, ['public', table]],
      ['update', `"public"."${table}_1"/"1"/"1"`, { id: '1', k: '1', v: 'c' }, ['public', table]],
      ['delete', `"public"."${table}_2"/"2"/"2"`, { id: '2', k: '2' }, ['public', table]],
    ]);
  });

  it('a table in another schema', async () => {
    const schema = uniqueTable('schema');
    await suite.query(`CREATE SCHEMA ${schema}`);
    await suite.query(`CREATE TABLE ${schema}.codes (id int PRIMARY KEY)`);
    await suite.query(`INSERT INTO ${schema}.codes VALUES (1)`);
    const [snapshot] = await shapeOf(`${schema}.codes`).sync();
    expect(snapshot?.rows).toEqual([
      {
        key: `"${schema}"."codes"/"1"`,
        value: { id: '1' },
        headers: { relation: [schema, 'codes'], operation: 'insert' },
      },
    ]);
    await suite.query(`DROP SCHEMA ${schema} CASCADE`);
  });
});
