import { createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { TargetSuite } from '../support/target-suite.js';
import { Opened } from './opened.js';
import { IMPATIENT, readinessOf } from './readiness.js';

/** design.md 6, line by line; the store's line is of its own suite. */
describe('I4 ready when, and only when', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test(
    'starting, nothing yet, Electric down: 503, NotReady; then, when Electric appears, up, with nobody’s help',
    async () => {
      const table = await createCodes(suite.db);
      const proxy = await opened.proxy(false);
      const app = opened.add(await startApp({ ...optionsFor(table, proxy.url), ...IMPATIENT }));
      expect(await readinessOf(app)).toMatchObject({
        status: 503,
        codes: { status: 'down', state: 'initializing', source: 'none' },
      });
      expect((await app.get('/codes/COLOR')).status).toBe(503);
      expect((await app.get('/codes/COLOR')).body).toEqual({
        statusCode: 503,
        error: 'Service Unavailable',
        message: 'The common codes are not available yet.',
      });
      expect((await app.get('/health/live')).status).toBe(200);
      await proxy.up();
      await eventually(async () =>
        expect(await readinessOf(app)).toMatchObject({ status: 200, codes: { status: 'up', state: 'live' } }),
      );
      expect((await app.get('/codes/COLOR')).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'up to date, long poll open: up, live, from electric; the details say how things stand',
    async () => {
      const table = await createCodes(suite.db);
      const app = opened.add(await startApp(optionsFor(table)));
      expect(await readinessOf(app)).toEqual({
        status: 200,
        codes: {
          status: 'up',
          state: 'live',
          source: 'electric',
          position: { handle: expect.any(String), offset: expect.any(String) },
          codes: 2,
          groups: 1,
          rejected: 0,
          lastSyncedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          stalenessMs: expect.any(Number),
        },
      });
    },
    SLOW_MS,
  );

  test(
    'an empty table: empty lists, live, up',
    async () => {
      const table = await createCodes(suite.db, '');
      const app = opened.add(await startApp(optionsFor(table)));
      expect((await app.get('/codes/COLOR')).body).toEqual([]);
      expect(await readinessOf(app)).toMatchObject({ status: 200, codes: { status: 'up', state: 'live', codes: 0 } });
    },
    SLOW_MS,
  );

  test(
    'a wrong table: initializing, none, 503, and what Electric said',
    async () => {
      const app = opened.add(await startApp({ ...optionsFor('no_such_table_anywhere'), ...IMPATIENT }));
      await eventually(async () => {
        expect(await readinessOf(app)).toMatchObject({
          status: 503,
          codes: {
            state: 'initializing',
            source: 'none',
            lastError: { status: 400, message: expect.stringContaining('no_such_table_anywhere') },
          },
        });
      });
    },
    SLOW_MS,
  );

  test(
    'a misnamed column fails the start, naming it and what the table has',
    async () => {
      const table = await createCodes(suite.db);
      await expect(startApp({ ...optionsFor(table), mapping: { label: 'nmae', sortOrder: 'ordr' } })).rejects.toThrow(
        /mapping\.label: there is no column "nmae"; the table has .*"code_name"[\s\S]*mapping\.sortOrder: there is no column "ordr"/,
      );
    },
    SLOW_MS,
  );

  test(
    'no primary key fails the start',
    async () => {
      const table = await suite.createTable('keyless', 'group_code text, code text, code_name text');
      await expect(startApp(optionsFor(table))).rejects.toThrow(/no primary key/);
    },
    SLOW_MS,
  );
});
