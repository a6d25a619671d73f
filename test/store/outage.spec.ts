import { join } from 'node:path';
import { SqliteSnapshotStore } from 'nestjs-common-code/sqlite';
import { COLUMNS } from '../support/code-columns.js';
import { type CodesApp, startApp } from '../support/codes-app.js';
import { SLOW_MS } from '../support/electric-target.js';
import { EmbeddedProcess } from '../support/embedded-process.js';
import { eventually } from '../support/eventually.js';
import { OutageProxy } from '../support/outage-proxy.js';
import { temporaryFolder } from '../support/temporary.js';

/** Electric and Postgres themselves are killed: a real one that is elsewhere cannot be. Behind the proxy they keep their address. */
describe('I7 with Electric and Postgres stopped', () => {
  const folder = temporaryFolder();
  const postgres = { dataDir: join(folder, 'postgres') };
  let electric: EmbeddedProcess;
  let proxy: OutageProxy;
  let app: CodesApp | undefined;
  afterEach(async () => {
    await app?.close();
    await proxy?.down();
    await electric?.kill();
  });

  const start = () =>
    startApp({
      electric: { url: proxy.url },
      shape: { table: 'codes' },
      store: new SqliteSnapshotStore({ path: join(folder, 'codes.sqlite') }),
    });
  const ready = async () => {
    const answer = await app?.get('/health/ready');
    return { status: answer?.status, ...(answer?.body as { details: object } | undefined)?.details };
  };
  const sql = async (statements: string) => {
    const db = await electric.connect();
    await db.query(statements);
    await db.end();
  };

  test(
    'the application starts, serves the last codes and says so; started again, they are followed from where it was',
    async () => {
      electric = await EmbeddedProcess.start(postgres);
      proxy = await OutageProxy.start(electric.url);
      await sql(`CREATE TABLE codes (${COLUMNS}); INSERT INTO codes VALUES ('COLOR','R','Red',1,'Y')`);
      app = await start();
      await sql(`INSERT INTO codes VALUES ('COLOR','G','Green',2,'Y')`);
      await eventually(() => expect(app?.cache.list('COLOR')).toHaveLength(2));
      await app.close();
      await proxy.down();
      expect(await electric.stop()).toBe(0);

      app = await start();
      expect((await app.get('/codes/COLOR')).body).toMatchObject([{ label: 'Red' }, { label: 'Green' }]);
      expect(await ready()).toMatchObject({ status: 200, commonCodes: { status: 'degraded', source: 'store' } });

      electric = await EmbeddedProcess.start({ ...postgres, port: Number(new URL(electric.url).port) });
      await sql(`INSERT INTO codes VALUES ('COLOR','B','Blue',3,'Y')`);
      const asked = proxy.requests.length;
      await proxy.up();
      await eventually(async () =>
        expect(await ready()).toMatchObject({
          status: 200,
          commonCodes: { status: 'up', state: 'live', source: 'electric', codes: 3 },
        }),
      );
      const since = proxy.requests.slice(asked).map(({ url }) => url.searchParams.get('offset'));
      expect(since).not.toContain('-1');
      expect(since).not.toEqual([]);
    },
    SLOW_MS,
  );
});
