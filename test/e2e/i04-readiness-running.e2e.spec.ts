import { createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { TargetSuite } from '../support/target-suite.js';
import { Opened } from './opened.js';
import { readinessOf } from './readiness.js';

/** design.md 6, line by line; the store's line is of its own suite. */
describe('I4 ready when, and only when', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

  test(
    'down only beyond a maxStalenessMs that the user set, which counts from a minute on',
    async () => {
      const table = await createCodes(suite.db);
      const app = opened.add(await startApp(optionsFor(table)));
      const { CommonCodeHealthIndicator } = await import('nestjs-common-code/terminus');
      const indicator = app.app.get(CommonCodeHealthIndicator);
      const stale = (stalenessMs: number) => ({
        cache: { status: { ...app.cache.status, state: 'interrupted', stalenessMs } as never },
      });
      expect(indicator.isReady('codes', stale(10 * 60_000))).toMatchObject({ codes: { status: 'degraded' } });
      expect(indicator.isReady('codes', { ...stale(61_000), maxStalenessMs: 60_000 })).toMatchObject({
        codes: { status: 'down' },
      });
      expect(indicator.isReady('codes', { ...stale(59_000), maxStalenessMs: 60_000 })).toMatchObject({
        codes: { status: 'degraded' },
      });
      expect(indicator.isReady('codes', { ...stale(59_000), maxStalenessMs: 1 })).toMatchObject({
        codes: { status: 'degraded' },
      });
    },
    SLOW_MS,
  );

  test(
    'must-refetch: the old version until the new is whole, live, up',
    async () => {
      const table = await createCodes(suite.db);
      const proxy = await opened.proxy();
      const app = opened.add(await startApp(optionsFor(table, proxy.url)));
      const sizes = new Set<number>();
      app.cache.snapshot$.subscribe(({ size }) => sizes.add(size));
      const states = new Set<string>();
      app.cache.status$.subscribe(({ state }) => states.add(state));
      await suite.query(
        `BEGIN; TRUNCATE ${table}; INSERT INTO ${table} VALUES ('SIZE','S','Small',1,'Y'),('SIZE','M','Medium',2,'Y'),('SIZE','L','Large',3,'Y'); COMMIT`,
      );
      await eventually(() => expect(app.cache.list('SIZE')).toHaveLength(3));
      expect([...sizes]).toEqual([2, 3]);
      expect([...states]).toEqual(['live']);
    },
    SLOW_MS,
  );

  test(
    'a mapped column is renamed while running: the last snapshot, interrupted, saying which; then live again',
    async () => {
      const table = await createCodes(suite.db);
      const app = opened.add(await startApp(optionsFor(table)));
      await suite.query(`ALTER TABLE ${table} RENAME COLUMN code_name TO title`);
      await suite.query(`INSERT INTO ${table} VALUES ('COLOR','B','Blue',3,'Y')`);
      await eventually(async () =>
        expect(await readinessOf(app)).toMatchObject({
          status: 200,
          codes: {
            status: 'degraded',
            state: 'interrupted',
            codes: 2,
            lastError: { message: expect.stringMatching(/mapping\.label: there is no column "code_name".*"title"/s) },
          },
        }),
      );
      expect(app.cache.label('COLOR', 'R')).toBe('Red');
      await suite.query(`ALTER TABLE ${table} RENAME COLUMN title TO code_name`);
      await suite.query(`INSERT INTO ${table} VALUES ('COLOR','W','White',4,'Y')`);
      await eventually(async () => expect(await readinessOf(app)).toMatchObject({ codes: { status: 'up', codes: 4 } }));
      expect(app.cache.label('COLOR', 'B')).toBe('Blue');
    },
    SLOW_MS,
  );

  test(
    'shutting down: closed, the last snapshot can be read, and the indicator says down without throwing',
    async () => {
      const table = await createCodes(suite.db);
      const app = opened.add(await startApp(optionsFor(table)));
      const { CommonCodeHealthIndicator } = await import('nestjs-common-code/terminus');
      const indicator = app.app.get(CommonCodeHealthIndicator);
      const { cache } = app;
      await app.close();
      expect(cache.status.state).toBe('closed');
      expect(cache.label('COLOR', 'R')).toBe('Red');
      expect(indicator.isReady('codes', { cache })).toMatchObject({ codes: { status: 'down', state: 'closed' } });
    },
    SLOW_MS,
  );
});
