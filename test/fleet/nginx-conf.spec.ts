import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeBehindNginx, Nginx } from '../support/nginx.js';
import { temporaryFolder } from '../support/temporary.js';

const SECRET = 's3cret/&=';
const JSON_TYPE = { 'content-type': 'application/json' };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What stands behind nginx: it keeps what it is asked, and answers as the test says. */
let upstream: Server;
let asked: URL[];
let answer: Answer;
let nginx: Nginx;

describeBehindNginx('docs/nginx.conf', () => {
  beforeAll(async () => {
    upstream = createServer((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://electric'));
      answer(request, response);
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    nginx = await Nginx.start(temporaryFolder(), (upstream.address() as AddressInfo).port, SECRET);
  });
  beforeEach(() => {
    asked = [];
    answer = (_, response) =>
      response.writeHead(200, { ...JSON_TYPE, 'cache-control': 'public, max-age=60' }).end('[]');
  });
  afterAll(async () => {
    await nginx?.stop();
    upstream?.closeAllConnections();
    upstream?.close();
  });

  const get = (query: string, init?: RequestInit) => fetch(`${nginx.url}/v1/shape?${query}`, init);
  /** Nobody has asked it before: tests do not see one another's answers. */
  const fresh = (more = '') => `table=codes&test=${Math.random()}${more}`;

  test('adds the secret, which is in no log and no cache, and lets nobody bring one', async () => {
    const { status } = await get(fresh());
    expect(status).toBe(200);
    expect(asked.map(({ searchParams }) => searchParams.get('secret'))).toEqual([SECRET]);
    const refused = await get(fresh('&secret=mine'));
    expect([refused.status, asked.length]).toEqual([403, 1]);
    answer = (_, response) => response.destroy();
    expect((await get(fresh())).status).toBe(502);

    const files = readdirSync(nginx.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.conf$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(files.length).toBeGreaterThan(1);
    for (const text of files) expect(text).not.toMatch(/s3cret|secret=/);
    for (const line of nginx.accessLog) expect(line).not.toContain('table=');
  });

  test('refuses whatever is not a GET: it has the secret with which shapes can be deleted', async () => {
    expect((await get(fresh(), { method: 'DELETE' })).status).toBe(403);
    expect(asked).toEqual([]);
  });

  test('W16 passes on when Electric answered, and not when the cache did', async () => {
    const date = new Date('2026-11-22T00:00:00Z').toUTCString();
    answer = (_, response) =>
      response.writeHead(200, { ...JSON_TYPE, date, 'cache-control': 'public, max-age=60' }).end('[]');
    const query = fresh();
    const dates = [await get(query), await get(query)].map(({ headers }) => headers.get('date'));
    expect(dates).toEqual([date, date]);
  });

  test('asks Electric once for all who wait for the same poll, also when the first of them has gone', async () => {
    const query = fresh('&live=true&cursor=1');
    let end: () => void = () => {};
    answer = (_, response) => {
      end = () => response.writeHead(200, { ...JSON_TYPE, 'cache-control': 'public, max-age=5' }).end('[1]');
    };
    const first = new AbortController();
    const gone = get(query, { signal: first.signal }).catch(() => 'gone');
    while (asked.length === 0) await sleep(5);
    const others = Array.from({ length: 20 }, () => get(query).then((response) => response.text()));
    await sleep(100);
    first.abort();
    expect(await gone).toBe('gone');
    end();
    expect(await Promise.all(others)).toEqual(others.map(() => '[1]'));
    expect(asked).toHaveLength(1);
  });

  test.each([1, 60])('shares a 409 that Electric lets be kept for %s s, handle and all', async (seconds) => {
    const query = fresh('&live=true&cursor=1');
    answer = (_, response) => {
      const headers = { 'electric-handle': 'next', 'cache-control': `public, max-age=${seconds}, must-revalidate` };
      setTimeout(() => response.writeHead(409, { ...JSON_TYPE, ...headers }).end('[]'), 50);
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(query)));
    expect(answers.map(({ status, headers }) => `${status} ${headers.get('electric-handle')}`)).toEqual(
      answers.map(() => '409 next'),
    );
    expect(asked).toHaveLength(1);
  });

  test('shares a 503, so that Electric without Postgres, which takes its time for each, is asked by one', async () => {
    const later = { ...JSON_TYPE, 'retry-after': '5', 'cache-control': 'no-store', 'surrogate-control': 'no-store' };
    answer = (_, response) => {
      setTimeout(() => response.writeHead(503, later).end('{}'), 50);
    };
    const query = fresh('&live=true&cursor=1');
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(query)));
    expect(answers.map(({ status, headers }) => `${status} ${headers.get('retry-after')}`)).toEqual(
      answers.map(() => '503 5'),
    );
    expect(asked).toHaveLength(1);
  });

  test('lets one poll through, and not all, where a poll was answered 409 a moment ago and the handle lives on (36)', async () => {
    const query = fresh('&live=true');
    const second = { ...JSON_TYPE, 'cache-control': 'public, max-age=1, must-revalidate' };
    answer = (_, response) => response.writeHead(409, second).end('[]');
    await get(query);
    await sleep(2_100);
    answer = (_, response) => {
      setTimeout(() => response.writeHead(200, { ...JSON_TYPE, 'cache-control': 'public, max-age=5' }).end('[]'), 300);
    };
    await Promise.all(Array.from({ length: 20 }, () => get(query)));
    expect(asked.length).toBeLessThanOrEqual(3); // the 409, and one in each ten seconds that they are asked in
  });

  test.each([
    ['a 400', 400, '', 'no-store'],
    ['a 401', 401, '', 'max-age=0, private, must-revalidate'],
    ['an audit’s answer', 200, '&fresh=1', 'no-cache'],
  ])('does not keep %s', async (_, status, more, cacheControl) => {
    answer = (_, response) => response.writeHead(status, { ...JSON_TYPE, 'cache-control': cacheControl }).end('{}');
    const query = fresh(more);
    expect([(await get(query)).status, (await get(query)).status]).toEqual([status, status]);
    expect(asked).toHaveLength(2);
  });

  test('keeps a snapshot for ten seconds, whatever Electric allows: who starts later does not walk old handles', async () => {
    const hour = { ...JSON_TYPE, 'cache-control': 'public, max-age=604800, s-maxage=3600' };
    answer = (_, response) => response.writeHead(200, hour).end('[]');
    const query = fresh('&offset=-1');
    await sleep(10_010 - (Date.now() % 10_000)); // so that the next two are within the same
    await get(query);
    await get(query);
    expect(asked).toHaveLength(1);
    await sleep(10_010 - (Date.now() % 10_000));
    await get(query);
    expect(asked).toHaveLength(2);
  }, 30_000);

  test('compresses what is large, and asks Electric for one kind of answer, whatever the pods accept', async () => {
    const body = `[${'"0123456789",'.repeat(1_000)}1]`;
    const accepted: unknown[] = [];
    answer = (request, response) => {
      accepted.push(request.headers['accept-encoding']);
      const headers = { ...JSON_TYPE, vary: 'accept-encoding', 'cache-control': 'public, max-age=60' };
      response.writeHead(200, headers).end(body);
    };
    const query = fresh('&live=true&cursor=1');
    for (const encoding of ['gzip', 'br, gzip', 'identity']) {
      const response = await get(query, { headers: { 'accept-encoding': encoding } });
      expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : 'gzip');
      expect(await response.text()).toBe(body);
    }
    expect(accepted).toHaveLength(1);
    expect(new Set(accepted)).toEqual(new Set([undefined]));
  });
});
