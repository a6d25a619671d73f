import { optionsFor, startApp } from '../support/codes-app.js';
import { eventually } from '../support/eventually.js';
import { TargetSuite } from '../support/target-suite.js';
import { Opened } from './opened.js';

describe('tables of every kind', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test('a mapping, where, params and columns of one’s own', async () => {
    const table = await suite.createTable(
      'mapped',
      'grp char(8), cd int, nm text, ord numeric, live bool, up int, extra jsonb, primary key (grp, cd)',
    );
    await suite.query(
      `INSERT INTO ${table} VALUES ('X',1,'one',2.5,true,null,'{"a":[1]}'),('X',2,null,1,true,1,null),('Y',1,'not mine',1,true,null,null)`,
    );
    const app = opened.add(
      await startApp({
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
      }),
    );
    expect(app.cache.groups()).toEqual(['X']);
    expect(app.cache.list('X').map(({ code, label, sortOrder }) => [code, label, sortOrder])).toEqual([
      ['2', '2', 1],
      ['1', 'one', 2.5],
    ]);
    expect(app.cache.get('X', '1')?.attributes).toEqual({ a: [1] });
    expect(app.cache.tree('X')).toMatchObject([{ code: '1', children: [{ code: '2', children: [] }] }]);
    await suite.query(`UPDATE ${table} SET live = false WHERE cd = 1 AND grp = 'X'`);
    await eventually(() => expect(app.cache.accepts('X', '1')).toBe(false));
  });
});
