import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Client } from 'pg';
import { createCodes, optionsFor, startApp } from '../support/codes-app.js';
import { connect, electricTarget, SLOW_MS, truncateTables } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';
import { OutageProxy } from '../support/outage-proxy.js';

let db: Client;
let proxy: OutageProxy;
beforeAll(async () => {
  db = await connect();
});
beforeEach(async () => {
  proxy = await OutageProxy.start(electricTarget().url);
});
afterEach(() => proxy.down());
afterAll(async () => {
  await truncateTables(db);
  await db.end();
});

const openPoll = () =>
  proxy.requests.find(({ url, answeredWith }) => url.searchParams.has('live') && answeredWith === undefined);

describe('I11 gone means gone', () => {
  test(
    'I11 W15 app.close() during an open long poll: the server sees the abort, before the poll would have answered',
    async () => {
      const app = await startApp(optionsFor(await createCodes(db), proxy.url));
      await eventually(() => expect(openPoll()).toBeDefined());
      const poll = openPoll();
      await app.close();
      await eventually(() => expect(poll?.aborted).toBe(true));
      const { length } = proxy.requests;
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect(proxy.requests).toHaveLength(length);
    },
    SLOW_MS,
  );

  test.each([
    ['following', false],
    ['while Electric is down', true],
  ])(
    'I11 a process closed %s then exits by itself',
    async (_, outage) => {
      const options = optionsFor(await createCodes(db), proxy.url);
      const script = join(import.meta.dirname, '../support/closing-app.main.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options)], {
        env: { ...process.env, NODE_OPTIONS: '' },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (data) => {
        said += data;
      });
      const exited = once(child, 'exit');
      try {
        await eventually(() => expect(said).toBe('ready\n'));
        if (outage) await proxy.down();
        child.stdin.end('close');
        const [code] = await exited;
        expect([code, said]).toEqual([0, 'ready\nclosed Red\n']);
      } finally {
        child.kill('SIGKILL');
      }
    },
    SLOW_MS,
  );
});
