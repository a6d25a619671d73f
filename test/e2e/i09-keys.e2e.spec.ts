import { optionsFor, startApp } from '../support/codes-app.js';
import { eventually } from '../support/eventually.js';
import { TargetSuite } from '../support/target-suite.js';
import { Opened } from './opened.js';

describe('tables of every kind', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test('I9 I10 a surrogate key: two rows that claim one code do not both get it, and the second heals when the first goes', async () => {
    const table = await suite.createTable(
      'surrogate',
      'id serial primary key, group_code text, code text, code_name text',
    );
    await suite.query(
      `INSERT INTO ${table}(group_code, code, code_name) VALUES ('A','1','first'),('A','2','two'),('A','1','second'),(null,'x','no group')`,
    );
    const app = opened.add(await startApp(optionsFor(table)));
    expect(app.cache.label('A', '1')).toBe('first');
    expect(app.cache.rejected.map(({ key }) => key['id']).sort()).toEqual(['3', '4']);
    await suite.query(`UPDATE ${table} SET group_code = 'B' WHERE id = 4`);
    await eventually(() => expect(app.cache.label('B', 'x')).toBe('no group'));
    await suite.query(`DELETE FROM ${table} WHERE id = 1`);
    await eventually(() => expect(app.cache.label('A', '1')).toBe('second'));
    expect(app.cache.status.rejected).toBe(0);
  });

  test('I9 a boolean in the key (37)', async () => {
    const table = await suite.createTable(
      'flagged',
      'group_code text, code text, main bool, code_name text, primary key (group_code, code, main)',
    );
    await suite.query(`INSERT INTO ${table} VALUES ('A','1',true,'one'),('A','2',false,'two')`);
    const app = opened.add(await startApp(optionsFor(table)));
    await suite.query(`UPDATE ${table} SET code_name = 'eins' WHERE code = '1'`);
    await eventually(() => expect(app.cache.label('A', '1')).toBe('eins'));
    await suite.query(`DELETE FROM ${table} WHERE main`);
    await eventually(() => expect(app.cache.has('A', '1')).toBe(false));
    expect(app.cache.rejected).toEqual([]);
  });

  test('I9 a partitioned table (22)', async () => {
    const table = await suite.createTable(
      'parted',
      'group_code text, code text, code_name text, primary key (group_code, code)) PARTITION BY LIST (group_code',
    );
    await suite.query(
      `CREATE TABLE ${table}_a PARTITION OF ${table} FOR VALUES IN ('A'); CREATE TABLE ${table}_b PARTITION OF ${table} DEFAULT`,
    );
    await suite.query(`INSERT INTO ${table} VALUES ('A','1','one'),('B','1','uno')`);
    const app = opened.add(await startApp(optionsFor(table)));
    await suite.query(`UPDATE ${table} SET code_name = 'eins' WHERE group_code = 'A'`);
    await eventually(() => expect(app.cache.label('A', '1')).toBe('eins'));
    await suite.query(`DELETE FROM ${table} WHERE group_code = 'B'`);
    await eventually(() => expect(app.cache.groups()).toEqual(['A']));
    expect(app.cache.rejected).toEqual([]);
  });
});
