import { createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { SLOW_MS } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import type { OutageProxy } from '../support/outage-proxy.js';
import { TargetSuite } from '../support/target-suite.js';
import { Opened } from './opened.js';
import { readinessOf } from './readiness.js';

/** design.md 6, line by line; the store's line is of its own suite. */
describe('I4 ready when, and only when', () => {
  const suite = new TargetSuite();
  const opened = new Opened();

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
      const table = await createCodes(suite.db);
      const proxy = await opened.proxy();
      const app = opened.add(await startApp(optionsFor(table, proxy.url)));
      await breakIt(proxy);
      await eventually(async () => {
        expect(await readinessOf(app)).toMatchObject({
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
      await suite.query(`INSERT INTO ${table} VALUES ('COLOR','B','Blue',3,'Y')`);
      await proxy.down();
      await proxy.up();
      proxy.instead();
      await eventually(async () =>
        expect(await readinessOf(app)).toMatchObject({ status: 200, codes: { status: 'up', state: 'live', codes: 3 } }),
      );
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
