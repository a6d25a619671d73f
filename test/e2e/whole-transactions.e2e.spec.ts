import { createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { eventually } from '../support/eventually.js';
import { TargetSuite } from '../support/target-suite.js';
import { Opened } from './opened.js';

describe('a Nest application over HTTP', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test('I1 I2 readers never see an empty or a mixed version on the way: a table refilled in one transaction after another', async () => {
    const table = await createCodes(suite.db, '');
    const generation = (n: number) =>
      [1, 2, 3, 4, 5].map((code) => `('G','${code}','generation ${n}',${code},'Y')`).join(',');
    await suite.query(`INSERT INTO ${table} VALUES ${generation(0)}`);
    const app = opened.add(await startApp(optionsFor(table)));
    const mixed: string[] = [];
    let last = -1;
    app.cache.snapshot$.subscribe((snapshot) => {
      const seen = new Set(snapshot.list('G').map(({ label }) => label));
      const n = Number([...seen][0]?.split(' ')[1]);
      if (seen.size !== 1 || snapshot.list('G').length !== 5 || n < last) mixed.push([...seen].join());
      last = n;
    });
    for (let n = 1; n <= 30; n += 1) {
      await suite.query(`BEGIN; UPDATE ${table} SET code_name = 'generation ${n}'; COMMIT`);
      if (n % 10 === 0)
        await suite.query(`BEGIN; DELETE FROM ${table}; INSERT INTO ${table} VALUES ${generation(n)}; COMMIT`);
    }
    await eventually(() => expect(app.cache.label('G', '5')).toBe('generation 30'));
    expect(mixed).toEqual([]);
  });

  test('W4 a change whose transaction ends in rows that the shape leaves out (35) is visible without any further write', async () => {
    const table = await createCodes(suite.db, '');
    const app = opened.add(await startApp({ ...optionsFor(table), shape: { table, where: "use_yn = 'Y'" } }));
    await suite.query(
      `BEGIN;
       INSERT INTO ${table} SELECT 'IN', g::text, g::text, g, 'Y' FROM generate_series(1,5) g;
       INSERT INTO ${table} SELECT 'OUT', g::text, g::text, g, 'N' FROM generate_series(1,150) g;
       COMMIT`,
    );
    await eventually(() => expect(app.cache.list('IN')).toHaveLength(5));
    expect(app.cache.list('OUT')).toEqual([]);
    await eventually(() => expect(app.cache.status.state).toBe('live'));
  });
});
