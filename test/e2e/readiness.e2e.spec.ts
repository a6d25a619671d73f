import type { Client } from 'pg';
import { type CodesApp, createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { connect, createTable, dropTables, electricTarget, SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { OutageProxy } from '../support/outage-proxy.js';

let db: Client;
let app: CodesApp | undefined;
let proxy: OutageProxy | undefined;
beforeAll(async () => {
  db = await connect();
});
afterEach(async () => {
  await app?.close();
  await proxy?.down();
  app = undefined;
  proxy = undefined;
});
afterAll(async () => {
  await dropTables(db);
  await db.end();
});

interface Ready {
  status: number;
  codes: Record<string, unknown>;
}

async function ready(): Promise<Ready> {
  const { status, body } = (await app?.get('/health/ready')) ?? {};
  return {
    status: status ?? 0,
    codes: (body as { details: { commonCodes: Record<string, unknown> } }).details.commonCodes,
  };
}

/** Nothing to wait for in tests of a start without data. */
const IMPATIENT = { startup: { timeoutMs: 300 } };

/** design.md 6, line by line; the store's line is of its own suite. */
describe('I4 ready when, and only when', () => {
  test(
    'starting, nothing yet, Electric down: 503, NotReady; then, when Electric appears, up, with nobody’s help',
    async () => {
      const table = await createCodes(db);
      proxy = await OutageProxy.start(electricTarget().url, false);
      app = await startApp({ ...optionsFor(table, proxy.url), ...IMPATIENT });
      expect(await ready()).toMatchObject({
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
        expect(await ready()).toMatchObject({ status: 200, codes: { status: 'up', state: 'live' } }),
      );
      expect((await app.get('/codes/COLOR')).status).toBe(200);
    },
    SLOW_MS,
  );

  test(
    'up to date, long poll open: up, live, from electric; the details say how things stand',
    async () => {
      const table = await createCodes(db);
      app = await startApp(optionsFor(table));
      expect(await ready()).toEqual({
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
      const table = await createCodes(db, '');
      app = await startApp(optionsFor(table));
      expect((await app.get('/codes/COLOR')).body).toEqual([]);
      expect(await ready()).toMatchObject({ status: 200, codes: { status: 'up', state: 'live', codes: 0 } });
    },
    SLOW_MS,
  );

  const outages: [string, (proxy: OutageProxy) => void | Promise<void>, RegExp][] = [
    ['Electric down', (p) => p.down(), /ECONN/],
    ['401', (p) => answering(p, 401, { message: 'Unauthorized - Invalid API secret' }), /electric\.secret/],
    ['400', (p) => answering(p, 400, { message: 'Invalid request', errors: { table: ['no'] } }), /shape\.table/],
    ['HTML', (p) => answering(p, 200, '<html></html>'), /not Electric's shape API/],
    ['503 (Postgres down)', (p) => answering(p, 503, { message: 'Timeout waiting for Postgres' }), /503.*Postgres/],
    ['missing headers', (p) => answering(p, 200, []), /electric-handle/],
  ];
  test.each(outages)(
    '%s later: the last snapshot, interrupted, degraded (200), lastError says what to mend; then live again',
    async (_, breakIt, says) => {
      const table = await createCodes(db);
      proxy = await OutageProxy.start(electricTarget().url);
      app = await startApp(optionsFor(table, proxy.url));
      await breakIt(proxy);
      await eventually(async () => {
        expect(await ready()).toMatchObject({
          status: 200,
          codes: {
            status: 'degraded',
            state: 'interrupted',
            source: 'electric',
            codes: 2,
            lastError: { message: expect.stringMatching(says) },
          },
        });
      });
      expect(((await app.get('/codes/COLOR')).body as unknown[]).length).toBe(2);
      await db.query(`INSERT INTO ${table} VALUES ('COLOR','B','Blue',3,'Y')`);
      await proxy.down();
      await proxy.up();
      proxy.instead();
      await eventually(async () =>
        expect(await ready()).toMatchObject({ status: 200, codes: { status: 'up', state: 'live', codes: 3 } }),
      );
    },
    SLOW_MS,
  );

  test(
    'down only beyond a maxStalenessMs that the user set, which counts from a minute on',
    async () => {
      const table = await createCodes(db);
      app = await startApp(optionsFor(table));
      const { CommonCodeHealthIndicator } = await import('nestjs-common-code/terminus');
      const indicator = app.app.get(CommonCodeHealthIndicator);
      const stale = (stalenessMs: number) => ({
        cache: { status: { ...app?.cache.status, state: 'interrupted', stalenessMs } as never },
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
      const table = await createCodes(db);
      proxy = await OutageProxy.start(electricTarget().url);
      app = await startApp(optionsFor(table, proxy.url));
      const sizes = new Set<number>();
      app.cache.snapshot$.subscribe(({ size }) => sizes.add(size));
      const states = new Set<string>();
      app.cache.status$.subscribe(({ state }) => states.add(state));
      await db.query(
        `BEGIN; TRUNCATE ${table}; INSERT INTO ${table} VALUES ('SIZE','S','Small',1,'Y'),('SIZE','M','Medium',2,'Y'),('SIZE','L','Large',3,'Y'); COMMIT`,
      );
      await eventually(() => expect(app?.cache.list('SIZE')).toHaveLength(3));
      expect([...sizes]).toEqual([2, 3]);
      expect([...states]).toEqual(['live']);
    },
    SLOW_MS,
  );

  test(
    'a mapped column is renamed while running: the last snapshot, interrupted, saying which; then live again',
    async () => {
      const table = await createCodes(db);
      app = await startApp(optionsFor(table));
      await db.query(`ALTER TABLE ${table} RENAME COLUMN code_name TO title`);
      await db.query(`INSERT INTO ${table} VALUES ('COLOR','B','Blue',3,'Y')`);
      await eventually(async () =>
        expect(await ready()).toMatchObject({
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
      await db.query(`ALTER TABLE ${table} RENAME COLUMN title TO code_name`);
      await db.query(`INSERT INTO ${table} VALUES ('COLOR','W','White',4,'Y')`);
      await eventually(async () => expect(await ready()).toMatchObject({ codes: { status: 'up', codes: 4 } }));
      expect(app.cache.label('COLOR', 'B')).toBe('Blue');
    },
    SLOW_MS,
  );

  test(
    'shutting down: closed, the last snapshot can be read, and the indicator says down without throwing',
    async () => {
      const table = await createCodes(db);
      app = await startApp(optionsFor(table));
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

  test(
    'a wrong table: initializing, none, 503, and what Electric said',
    async () => {
      app = await startApp({ ...optionsFor('no_such_table_anywhere'), ...IMPATIENT });
      await eventually(async () => {
        expect(await ready()).toMatchObject({
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
      const table = await createCodes(db);
      await expect(startApp({ ...optionsFor(table), mapping: { label: 'nmae', sortOrder: 'ordr' } })).rejects.toThrow(
        /mapping\.label: there is no column "nmae"; the table has .*"code_name"[\s\S]*mapping\.sortOrder: there is no column "ordr"/,
      );
    },
    SLOW_MS,
  );

  test(
    'no primary key fails the start',
    async () => {
      const table = await createTable(db, 'keyless', 'group_code text, code text, code_name text');
      await expect(startApp(optionsFor(table))).rejects.toThrow(/no primary key/);
    },
    SLOW_MS,
  );
});

function answering(proxy: OutageProxy, status: number, body: unknown): void {
  proxy.instead((_, response) => {
    const html = typeof body === 'string';
    response.writeHead(status, { 'content-type': html ? 'text/html' : 'application/json' });
    response.end(html ? body : JSON.stringify(body));
    return true;
  });
}
