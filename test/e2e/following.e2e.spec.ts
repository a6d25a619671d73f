import type { Client } from 'pg';
import { type CodesApp, createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { connect, createTable, SLOW_MS, truncateTables } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';

let db: Client;
let app: CodesApp | undefined;
beforeAll(async () => {
  db = await connect();
});
afterEach(async () => {
  await app?.close();
  app = undefined;
});
afterAll(async () => {
  await truncateTables(db);
  await db.end();
});

async function labels(group: string): Promise<string[]> {
  const { body } = (await app?.get(`/codes/${group}`)) ?? {};
  return (body as { label: string }[]).map(({ label }) => label);
}

describe('a Nest application over HTTP', () => {
  test(
    'serves lookups as soon as it listens, and follows INSERT, UPDATE, DELETE and TRUNCATE without a restart',
    async () => {
      const table = await createCodes(db);
      app = await startApp(optionsFor(table));
      expect(await labels('COLOR')).toEqual(['Red', 'Green']);

      await db.query(`INSERT INTO ${table} VALUES ('COLOR','B','파랑',0,'Y')`);
      await eventually(async () => expect(await labels('COLOR')).toEqual(['파랑', 'Red', 'Green']));
      await db.query(`UPDATE ${table} SET code_name = 'Crimson', sort_order = 9 WHERE code = 'R'`);
      await eventually(async () => expect(await labels('COLOR')).toEqual(['파랑', 'Green', 'Crimson']));
      await db.query(`UPDATE ${table} SET use_yn = 'N' WHERE code = 'G'`);
      await eventually(async () => expect(await labels('COLOR')).toEqual(['파랑', 'Crimson']));
      expect(app.cache.label('COLOR', 'G')).toBe('Green');
      expect(app.cache.accepts('COLOR', 'G')).toBe(false);
      await db.query(`UPDATE ${table} SET code = 'RR' WHERE code = 'R'`);
      await eventually(() => expect(app?.cache.has('COLOR', 'RR')).toBe(true));
      expect(app.cache.has('COLOR', 'R')).toBe(false);
      await db.query(`DELETE FROM ${table} WHERE code = 'B'`);
      await eventually(async () => expect(await labels('COLOR')).toEqual(['Crimson']));

      await db.query(`TRUNCATE ${table}`);
      await eventually(async () => expect(await labels('COLOR')).toEqual([]));
      expect((await app.get('/health/ready')).status).toBe(200);
      await db.query(`INSERT INTO ${table} VALUES ('COLOR','W','White',1,'Y')`);
      await eventually(async () => expect(await labels('COLOR')).toEqual(['White']));
    },
    SLOW_MS,
  );

  test(
    'I1 I2 readers never see an empty or a mixed version on the way: a table refilled in one transaction after another',
    async () => {
      const table = await createCodes(db, '');
      const generation = (n: number) =>
        [1, 2, 3, 4, 5].map((code) => `('G','${code}','generation ${n}',${code},'Y')`).join(',');
      await db.query(`INSERT INTO ${table} VALUES ${generation(0)}`);
      app = await startApp(optionsFor(table));
      const mixed: string[] = [];
      let last = -1;
      app.cache.snapshot$.subscribe((snapshot) => {
        const seen = new Set(snapshot.list('G').map(({ label }) => label));
        const n = Number([...seen][0]?.split(' ')[1]);
        if (seen.size !== 1 || snapshot.list('G').length !== 5 || n < last) mixed.push([...seen].join());
        last = n;
      });
      for (let n = 1; n <= 30; n += 1) {
        await db.query(`BEGIN; UPDATE ${table} SET code_name = 'generation ${n}'; COMMIT`);
        if (n % 10 === 0)
          await db.query(`BEGIN; DELETE FROM ${table}; INSERT INTO ${table} VALUES ${generation(n)}; COMMIT`);
      }
      await eventually(() => expect(app?.cache.label('G', '5')).toBe('generation 30'));
      expect(mixed).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'W4 a change whose transaction ends in rows that the shape leaves out (35) is visible without any further write',
    async () => {
      const table = await createCodes(db, '');
      app = await startApp({ ...optionsFor(table), shape: { table, where: "use_yn = 'Y'" } });
      await db.query(
        `BEGIN;
       INSERT INTO ${table} SELECT 'IN', g::text, g::text, g, 'Y' FROM generate_series(1,5) g;
       INSERT INTO ${table} SELECT 'OUT', g::text, g::text, g, 'N' FROM generate_series(1,150) g;
       COMMIT`,
      );
      await eventually(() => expect(app?.cache.list('IN')).toHaveLength(5));
      expect(app.cache.list('OUT')).toEqual([]);
      await eventually(() => expect(app?.cache.status.state).toBe('live'));
    },
    SLOW_MS,
  );

  test(
    'columns come and go: the copy follows, and never half of it',
    async () => {
      const table = await createCodes(db);
      app = await startApp(optionsFor(table));
      await db.query(`ALTER TABLE ${table} ADD COLUMN memo text`);
      await db.query(`INSERT INTO ${table} VALUES ('COLOR','B','Blue',3,'Y','sky')`);
      await eventually(() => expect(app?.cache.get('COLOR', 'B')?.attributes).toEqual({ memo: 'sky' }));
      expect(app.cache.get('COLOR', 'R')?.attributes).toEqual({ memo: null });
      await db.query(`ALTER TABLE ${table} RENAME COLUMN memo TO note`);
      await db.query(`UPDATE ${table} SET note = 'grass' WHERE code = 'G'`);
      await eventually(() => expect(app?.cache.get('COLOR', 'G')?.attributes).toEqual({ note: 'grass' }));
      await db.query(`ALTER TABLE ${table} DROP COLUMN note`);
      await db.query(`UPDATE ${table} SET code_name = 'Green!' WHERE code = 'G'`);
      await eventually(() => expect(app?.cache.get('COLOR', 'G')).toMatchObject({ label: 'Green!', attributes: {} }));
      expect(app.cache.status.rejected).toBe(0);
    },
    SLOW_MS,
  );
});

describe('tables of every kind', () => {
  test(
    'I9 I10 a surrogate key: two rows that claim one code do not both get it, and the second heals when the first goes',
    async () => {
      const table = await createTable(
        db,
        'surrogate',
        'id serial primary key, group_code text, code text, code_name text',
      );
      await db.query(
        `INSERT INTO ${table}(group_code, code, code_name) VALUES ('A','1','first'),('A','2','two'),('A','1','second'),(null,'x','no group')`,
      );
      app = await startApp(optionsFor(table));
      expect(app.cache.label('A', '1')).toBe('first');
      expect(app.cache.rejected.map(({ key }) => key['id']).sort()).toEqual(['3', '4']);
      await db.query(`UPDATE ${table} SET group_code = 'B' WHERE id = 4`);
      await eventually(() => expect(app?.cache.label('B', 'x')).toBe('no group'));
      await db.query(`DELETE FROM ${table} WHERE id = 1`);
      await eventually(() => expect(app?.cache.label('A', '1')).toBe('second'));
      expect(app.cache.status.rejected).toBe(0);
    },
    SLOW_MS,
  );

  test(
    'I9 a boolean in the key (37)',
    async () => {
      const table = await createTable(
        db,
        'flagged',
        'group_code text, code text, main bool, code_name text, primary key (group_code, code, main)',
      );
      await db.query(`INSERT INTO ${table} VALUES ('A','1',true,'one'),('A','2',false,'two')`);
      app = await startApp(optionsFor(table));
      await db.query(`UPDATE ${table} SET code_name = 'eins' WHERE code = '1'`);
      await eventually(() => expect(app?.cache.label('A', '1')).toBe('eins'));
      await db.query(`DELETE FROM ${table} WHERE main`);
      await eventually(() => expect(app?.cache.has('A', '1')).toBe(false));
      expect(app.cache.rejected).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'I9 a partitioned table (22)',
    async () => {
      const table = await createTable(
        db,
        'parted',
        'group_code text, code text, code_name text, primary key (group_code, code)) PARTITION BY LIST (group_code',
      );
      await db.query(
        `CREATE TABLE ${table}_a PARTITION OF ${table} FOR VALUES IN ('A'); CREATE TABLE ${table}_b PARTITION OF ${table} DEFAULT`,
      );
      await db.query(`INSERT INTO ${table} VALUES ('A','1','one'),('B','1','uno')`);
      app = await startApp(optionsFor(table));
      await db.query(`UPDATE ${table} SET code_name = 'eins' WHERE group_code = 'A'`);
      await eventually(() => expect(app?.cache.label('A', '1')).toBe('eins'));
      await db.query(`DELETE FROM ${table} WHERE group_code = 'B'`);
      await eventually(() => expect(app?.cache.groups()).toEqual(['A']));
      expect(app.cache.rejected).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'a mapping, where, params and columns of one’s own',
    async () => {
      const table = await createTable(
        db,
        'mapped',
        'grp char(8), cd int, nm text, ord numeric, live bool, up int, extra jsonb, primary key (grp, cd)',
      );
      await db.query(
        `INSERT INTO ${table} VALUES ('X',1,'one',2.5,true,null,'{"a":[1]}'),('X',2,null,1,true,1,null),('Y',1,'not mine',1,true,null,null)`,
      );
      app = await startApp({
        ...optionsFor(table),
        shape: { table, where: 'grp = $1', params: ['X'], columns: ['grp', 'cd', 'nm', 'ord', 'live', 'up', 'extra'] },
        mapping: {
          group: 'grp',
          code: 'cd',
          label: 'nm',
          sortOrder: 'ord',
          active: 'live',
          parent: 'up',
          attributes: 'extra',
        },
      });
      expect(app.cache.groups()).toEqual(['X']);
      expect(app.cache.list('X').map(({ code, label, sortOrder }) => [code, label, sortOrder])).toEqual([
        ['2', '2', 1],
        ['1', 'one', 2.5],
      ]);
      expect(app.cache.get('X', '1')?.attributes).toEqual({ a: [1] });
      expect(app.cache.tree('X')).toMatchObject([{ code: '1', children: [{ code: '2', children: [] }] }]);
      await db.query(`UPDATE ${table} SET live = false WHERE cd = 1 AND grp = 'X'`);
      await eventually(() => expect(app?.cache.accepts('X', '1')).toBe(false));
    },
    SLOW_MS,
  );
});
