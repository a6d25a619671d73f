import { inspect } from 'node:util';
import { createHarness, type Harness } from '../../support/replica-harness.js';
import { json, mustRefetch, row } from '../../support/scripted-electric.js';

const SECRET = 'top/s3cret&=한';
const TOKEN = 'Bearer t0ken-value';
const QUERY = 'query-v4lue';
const CONFIDENTIAL = [SECRET, encodeURIComponent(SECRET), TOKEN, QUERY, 't0ken-value'];

/** What a careless server, proxy or `fetch` says of a request, all of it. */
const echo = ({ url, headers }: { url: URL; headers: Headers }) =>
  `cannot serve ${url.href} (${url.search}) for ${headers.get('authorization')}, secret ${SECRET}`;

const careless: [string, (request: { url: URL; headers: Headers }) => Response | Promise<Response>][] = [
  ['a 400', (request) => json({ message: echo(request) }, 400)],
  ['a 401', (request) => json({ message: echo(request) }, 401)],
  ['a 404 page', (request) => new Response(echo(request), { status: 404, headers: { 'content-type': 'text/html' } })],
  ['a 500', (request) => json({ message: echo(request) }, 500)],
  ['a redirect', (request) => new Response(null, { status: 302, headers: { location: request.url.href } })],
  ['an answer without headers', (request) => json([{ said: echo(request) }])],
  [
    'a broken body',
    (request) =>
      new Response(`[${echo(request)}`, {
        headers: {
          'electric-handle': 'a',
          'electric-offset': '0_0',
          'electric-schema':
            '{"a":{"type":"text","pk_index":0},"group_code":{"type":"text"},"code":{"type":"text"},"code_name":{"type":"text"}}',
        },
      }),
  ],
  ['rotation without end', () => mustRefetch()],
  [
    'a failed fetch',
    (request) => Promise.reject(new TypeError(`fetch failed: ${echo(request)}`, { cause: new Error(echo(request)) })),
  ],
  [
    'an invalid URL',
    (request) => Promise.reject(Object.assign(new TypeError('Invalid URL'), { input: request.url.href })),
  ],
];

describe('I6 no leaks', () => {
  let h: Harness;
  afterEach(() => h.stop());

  test.each(careless)(
    'I6 no secret, header value, query value or URL after %s: in log lines, status, errors and their causes',
    async (_, answer) => {
      h = createHarness([row('A', '1')], {
        connection: { secret: () => SECRET, headers: { authorization: TOKEN }, query: { source_secret: QUERY } },
      });
      h.electric.interventions.push(answer);
      await h.start();
      await h.clock.advance(60_000);
      expect(h.electric.requests.at(-1)?.url.searchParams.get('secret')).toBe(SECRET);
      expect(h.cache.status.lastError).toBeDefined();

      let thrown: unknown;
      try {
        h.cache.get('A', '1');
      } catch (error) {
        thrown = error;
      }
      const late = await h.cache.whenReady({ timeoutMs: 1 }).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(Error);
      const said = inspect([h.lines.all, h.cache.status, thrown, late], { depth: 20, showHidden: true });
      for (const word of CONFIDENTIAL) expect(said).not.toContain(word);
      expect(said).not.toContain('offset=-1');
      expect(said).not.toMatch(/v1\/shape\?/);
    },
  );
});

/** What is spelled otherwise in a URL. */
const HEADER = 't0ken value';
const QUERY_VALUE = 'query v4lue';
const spelled = (value: string) => [
  value,
  encodeURIComponent(value),
  new URLSearchParams({ v: value }).toString().slice(2),
];

describe('I6 what is sent in confidence', () => {
  let h: Harness;
  afterEach(() => h.stop());

  const said = () => inspect([h.lines.all, h.cache.status], { depth: 20, showHidden: true });

  test.each([
    ['the secret', SECRET],
    ['the value of a header', HEADER],
    ['a value of the query', QUERY_VALUE],
  ])('I6 %s is not passed on, however a server that repeats it spells it, alone or among others', async (_, value) => {
    h = createHarness([row('A', '1')], {
      connection: { secret: SECRET, headers: () => ({ 'x-token': HEADER }), query: { tenant: QUERY_VALUE } },
    });
    const spellings = spelled(value);
    h.electric.interventions.push(() => json({ message: `no: ${spellings.join(' and ')}, ${value.length}` }, 401));
    await h.start();
    expect(h.cache.status.lastError?.message).toContain(`, ${value.length}`);
    for (const spelling of spellings) expect(said()).not.toContain(spelling);
    expect(said()).toContain('***');
  });

  test.each(['secret', 'headers'] as const)(
    'I6 what the function for electric.%s throws is not passed on',
    async (name) => {
      const fail = () => {
        throw new TypeError(`the vault says ${SECRET}`);
      };
      h = createHarness([row('A', '1')], { connection: { [name]: fail } });
      await h.start();
      expect(h.cache.status.lastError?.message).toContain(`electric.${name} failed (TypeError)`);
      expect(said()).not.toContain('the vault says');
      expect(said()).not.toContain(SECRET);
    },
  );
});
