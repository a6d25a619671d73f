import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteSnapshotStore } from 'nestjs-common-code/sqlite';
import type { Client } from 'pg';
import { type CodesApp, createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { connect, electricTarget, SLOW_MS, truncateTables } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { OutageProxy } from '../support/outage-proxy.js';
import { temporaryFolder } from '../support/temporary.js';

let db: Client;
let proxy: OutageProxy;
let app: CodesApp | undefined;
beforeAll(async () => {
  db = await connect();
});
beforeEach(async () => {
  proxy = await OutageProxy.start(electricTarget().url);
});
afterEach(async () => {
  await app?.close();
  await proxy.down();
  app = undefined;
});
afterAll(async () => {
  await truncateTables(db);
  await db.end();
});

const start = async (table: string, path: string) => {
  app = await startApp({
    ...optionsFor(table, proxy.url),
    store: new SqliteSnapshotStore({ path }),
    startup: { timeoutMs: 5_000 },
  });
  return app;
};
const snapshots = () => proxy.requests.filter(({ url }) => url.searchParams.get('offset') === '-1').length;
const ready = async () =>
  (await app?.get('/health/ready')) as { status: number; body: { details: { commonCodes: object } } };

describe('I7 a local store', () => {
  test(
    'with Electric down, the application starts, serves the last codes and says so; when it is up again, it is live, having resumed',
    async () => {
      const table = await createCodes(db);
      const path = join(temporaryFolder(), 'codes.sqlite');
      await start(table, path);
      await app?.close();
      await proxy.down();

      await start(table, path);
      expect((await app?.get('/codes/COLOR'))?.body).toHaveLength(2);
      expect(await ready()).toMatchObject({
        status: 200,
        body: { details: { commonCodes: { status: 'degraded', state: 'initializing', source: 'store', codes: 2 } } },
      });

      await db.query(`INSERT INTO ${table} VALUES ('COLOR','B','Blue',3,'Y')`);
      const before = snapshots();
      await proxy.up();
      await eventually(() => expect(app?.cache.status).toMatchObject({ state: 'live', source: 'electric', codes: 3 }));
      expect(snapshots()).toBe(before); // no refetch
      expect(await ready()).toMatchObject({ status: 200, body: { details: { commonCodes: { status: 'up' } } } });
    },
    SLOW_MS,
  );

  test(
    'a handle that has ended meanwhile refetches, the old version being served until the new one is whole',
    async () => {
      const table = await createCodes(db);
      const path = join(temporaryFolder(), 'codes.sqlite');
      await start(table, path);
      await app?.close();
      await db.query(`TRUNCATE ${table}; INSERT INTO ${table} VALUES ('SIZE','S','Small',1,'Y')`);
      await proxy.down();
      await start(table, path);
      const seen: string[][] = [];
      app?.cache.snapshot$.subscribe((snapshot) => seen.push([...snapshot.groups()]));
      await proxy.up();
      await eventually(() => expect(app?.cache.groups()).toEqual(['SIZE']));
      expect(seen).toEqual([['COLOR'], ['SIZE']]);
    },
    SLOW_MS,
  );

  test(
    'closing writes what has come last',
    async () => {
      const table = await createCodes(db);
      const path = join(temporaryFolder(), 'codes.sqlite');
      await start(table, path);
      await db.query(`UPDATE ${table} SET code_name = 'Crimson' WHERE code = 'R'`);
      await eventually(() => expect(app?.cache.label('COLOR', 'R')).toBe('Crimson'));
      await app?.close();
      await proxy.down();
      await start(table, path);
      expect(app?.cache.label('COLOR', 'R')).toBe('Crimson');
    },
    SLOW_MS,
  );

  test(
    'a store of another shape is set aside, and the start goes on',
    async () => {
      const [one, two] = [await createCodes(db), await createCodes(db, "('SIZE','S','Small',1,'Y')")];
      const folder = temporaryFolder();
      const path = join(folder, 'codes.sqlite');
      await start(one, path);
      await app?.close();
      await start(two, path);
      expect(app?.cache.groups()).toEqual(['SIZE']);
      expect(readdirSync(folder).some((name) => name.includes('unusable'))).toBe(true);
      await eventually(() => expect(app?.cache.status.store?.savedAt).toBeDefined());
    },
    SLOW_MS,
  );

  test(
    'a disk that cannot be used never prevents the start: it is worked without, and reported',
    async () => {
      const table = await createCodes(db);
      const path = join(temporaryFolder(), 'codes.sqlite.lock');
      mkdirSync(path);
      await start(table, path.replace(/\.lock$/, ''));
      expect(app?.cache.label('COLOR', 'R')).toBe('Red');
      await eventually(async () => {
        expect(await ready()).toMatchObject({
          status: 200,
          body: {
            details: {
              commonCodes: {
                status: 'up',
                store: { lastError: { message: expect.stringContaining('check the path') } },
              },
            },
          },
        });
      });
    },
    SLOW_MS,
  );
});
