import { type CodesApp, createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { eventually } from '../support/eventually.js';
import { TargetSuite } from '../support/target-suite.js';
import { Opened } from './opened.js';

async function labels(app: CodesApp, group: string): Promise<string[]> {
  const { body } = await app.get(`/codes/${group}`);
  return (body as { label: string }[]).map(({ label }) => label);
}

describe('a Nest application over HTTP', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test('serves lookups as soon as it listens, and follows INSERT, UPDATE, DELETE and TRUNCATE without a restart', async () => {
    const table = await createCodes(suite.db);
    const app = opened.add(await startApp(optionsFor(table)));
    expect(await labels(app, 'COLOR')).toEqual(['Red', 'Green']);

    await suite.query(`INSERT INTO ${table} VALUES ('COLOR','B','파랑',0,'Y')`);
    await eventually(async () => expect(await labels(app, 'COLOR')).toEqual(['파랑', 'Red', 'Green']));
    await suite.query(`UPDATE ${table} SET code_name = 'Crimson', sort_order = 9 WHERE code = 'R'`);
    await eventually(async () => expect(await labels(app, 'COLOR')).toEqual(['파랑', 'Green', 'Crimson']));
    await suite.query(`UPDATE ${table} SET use_yn = 'N' WHERE code = 'G'`);
    await eventually(async () => expect(await labels(app, 'COLOR')).toEqual(['파랑', 'Crimson']));
    expect(app.cache.label('COLOR', 'G')).toBe('Green');
    expect(app.cache.accepts('COLOR', 'G')).toBe(false);
    await suite.query(`UPDATE ${table} SET code = 'RR' WHERE code = 'R'`);
    await eventually(() => expect(app.cache.has('COLOR', 'RR')).toBe(true));
    expect(app.cache.has('COLOR', 'R')).toBe(false);
    await suite.query(`DELETE FROM ${table} WHERE code = 'B'`);
    await eventually(async () => expect(await labels(app, 'COLOR')).toEqual(['Crimson']));

    await suite.query(`TRUNCATE ${table}`);
    await eventually(async () => expect(await labels(app, 'COLOR')).toEqual([]));
    expect((await app.get('/health/ready')).status).toBe(200);
    await suite.query(`INSERT INTO ${table} VALUES ('COLOR','W','White',1,'Y')`);
    await eventually(async () => expect(await labels(app, 'COLOR')).toEqual(['White']));
  });

  test('columns come and go: the copy follows, and never half of it', async () => {
    const table = await createCodes(suite.db);
    const app = opened.add(await startApp(optionsFor(table)));
    await suite.query(`ALTER TABLE ${table} ADD COLUMN memo text`);
    await suite.query(`INSERT INTO ${table} VALUES ('COLOR','B','Blue',3,'Y','sky')`);
    await eventually(() => expect(app.cache.get('COLOR', 'B')?.attributes).toEqual({ memo: 'sky' }));
    expect(app.cache.get('COLOR', 'R')?.attributes).toEqual({ memo: null });
    await suite.query(`ALTER TABLE ${table} RENAME COLUMN memo TO note`);
    await suite.query(`UPDATE ${table} SET note = 'grass' WHERE code = 'G'`);
    await eventually(() => expect(app.cache.get('COLOR', 'G')?.attributes).toEqual({ note: 'grass' }));
    await suite.query(`ALTER TABLE ${table} DROP COLUMN note`);
    await suite.query(`UPDATE ${table} SET code_name = 'Green!' WHERE code = 'G'`);
    await eventually(() => expect(app.cache.get('COLOR', 'G')).toMatchObject({ label: 'Green!', attributes: {} }));
    expect(app.cache.status.rejected).toBe(0);
  });
});
