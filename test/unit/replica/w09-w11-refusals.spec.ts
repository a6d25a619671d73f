import { createHarness, type Harness } from '../../support/replica-harness.js';
import { json, row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const HOUR = 3_600_000;
const html = (status = 200) =>
  new Response('<html><body>Welcome to nginx</body></html>', { status, headers: { 'content-type': 'text/html' } });
const unauthorized = () => json({ message: 'Unauthorized - Invalid API secret' }, 401);
const refused = () =>
  Promise.reject(
    Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
  );
const withoutHeader = (name: string) => async (request: Parameters<typeof h.electric.answer>[0]) => {
  const answer = await h.electric.answer({ ...request, live: false });
  answer.headers.delete(name);
  return answer;
};

describe('W9 what somebody has to mend', () => {
  test.each([401, 403])('W9 %i is reported with what to mend, and tried again slowly', async (status) => {
    h = createHarness([row('A', '1')], { connection: { secret: 'wrong' } });
    h.electric.interventions.push(() => json({ message: 'Unauthorized - Invalid API secret' }, status));
    await h.start();
    await h.clock.advance(60_000);
    expect(h.cache.status).toMatchObject({ state: 'initializing', source: 'none', lastError: { status } });
    expect(h.cache.status.lastError?.message).toContain('electric.secret');
    expect(h.electric.requests.length).toBeLessThan(20);
  });

  test('W9 secret and headers are asked for anew for each try', async () => {
    const secrets = ['old', 'old', 'new'];
    let asked = 0;
    h = createHarness([row('A', '1')], {
      connection: {
        secret: () => secrets[Math.min(asked, 2)] as string,
        headers: async () => ({ 'x-token': `token-${asked++}` }),
      },
    });
    h.electric.interventions.push(({ url }) => (url.searchParams.get('secret') === 'new' ? undefined : unauthorized()));
    await h.start();
    await h.clock.advance(60_000);
    expect(h.cache.has('A', '1')).toBe(true);
    const tokens = h.electric.requests.slice(0, 3).map(({ headers }) => headers.get('x-token'));
    expect(tokens).toEqual(['token-0', 'token-1', 'token-2']);
  });

  test('W9 a secret function that throws is a failure like others, and its error is not shown', async () => {
    let fails = true;
    h = createHarness([row('A', '1')], {
      connection: {
        secret: () => {
          if (fails) throw new Error('vault says hunter2');
          return 'ok';
        },
      },
    });
    await h.start();
    await h.clock.advance(10_000);
    expect(h.cache.status.lastError?.message).toContain('electric.secret');
    expect(JSON.stringify([h.cache.status, h.lines.all])).not.toContain('hunter2');
    fails = false;
    await h.clock.advance(30_000);
    expect(h.cache.has('A', '1')).toBe(true);
  });

  test.each([
    ['404', () => new Response('Not found', { status: 404 })],
    ['405', () => json({ message: 'no' }, 405)],
    ['302', () => new Response(null, { status: 302, headers: { location: 'https://login.test/?token=abc' } })],
    ['HTML with 200', () => html()],
    ['HTML with 400', () => html(400)],
  ])('W9 %s is reported as not being Electric’s shape API at that origin and path', async (_, answer) => {
    h = createHarness([row('A', '1')]);
    h.electric.interventions.push(answer);
    await h.start();
    expect(h.cache.status.lastError?.message).toContain("http://electric.test/v1/shape is not Electric's shape API");
    expect(h.cache.status.lastError?.message).not.toContain('token');
    h.electric.interventions.length = 0;
    await h.clock.advance(30_000);
    expect(h.cache.status.state).toBe('live');
  });
});

describe('W10 backoff', () => {
  test('W10 grows exponentially with full jitter, from 0.5 s to 15 s', async () => {
    h = createHarness([row('A', '1')], { random: () => 0.999 });
    h.electric.interventions.push(() => json({ message: 'down' }, 500));
    await h.start();
    const at: number[] = [];
    h.electric.interventions.unshift(() => void at.push(h.clock.monotonic()));
    await h.clock.advance(120_000);
    const waits = at.map((time, index) => Math.round((time - (at[index - 1] ?? 0)) / 100) / 10);
    expect(waits.slice(0, 7)).toEqual([0.5, 1, 2, 4, 8, 15, 15]);
  });

  test('W10 Retry-After is a floor, capped at 60 s', async () => {
    h = createHarness([row('A', '1')], { random: () => 0 });
    h.electric.next(() => json({ message: 'later' }, 503, { 'retry-after': '5' }));
    await h.start();
    await h.clock.advance(4_999);
    expect(h.electric.requests).toHaveLength(1);
    h.electric.next(() => json({ message: 'later' }, 429, { 'retry-after': '86400' }));
    await h.clock.advance(1);
    expect(h.electric.requests).toHaveLength(2);
    await h.clock.advance(59_999);
    expect(h.electric.requests).toHaveLength(2);
    await h.clock.advance(1);
    expect(h.cache.status.state).toBe('live');
  });

  test('W10 the first retry after a dropped live poll comes within a second, spread over it', async () => {
    const waits: number[] = [];
    for (let pod = 0; pod < 40; pod += 1) {
      const random = (pod + 0.5) / 40;
      h = createHarness([row('A', '1')], { random: () => random });
      await h.start();
      h.electric.next(() => refused()); // the next poll is dropped at once
      h.electric.wake();
      await h.clock.advance(20_000);
      const before = h.electric.requests.length;
      const dropped = h.clock.monotonic();
      while (h.electric.requests.length === before) await h.clock.advance(25);
      waits.push(h.clock.monotonic() - dropped);
      await h.stop();
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
    for (const quarter of [0, 1, 2, 3]) {
      const inside = waits.filter((wait) => wait > quarter * 250 && wait <= (quarter + 1) * 250);
      expect(inside.length).toBeGreaterThanOrEqual(8);
    }
  });
});

describe('W11 headers', () => {
  test.each(['electric-handle', 'electric-offset', 'electric-schema'])(
    'W11 an answer without %s is reported by that name, and that a proxy strips it',
    async (name) => {
      h = createHarness([row('A', '1')]);
      h.electric.interventions.push(withoutHeader(name));
      await h.start();
      expect(h.cache.status.lastError?.message).toContain(name);
      expect(h.cache.status.lastError?.message).toContain('proxy');
      h.electric.interventions.length = 0;
      await h.clock.advance(30_000);
      expect(h.cache.status.state).toBe('live');
    },
  );

  test('W11 a live answer without electric-cursor is reported', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.next(withoutHeader('electric-cursor'));
    h.electric.wake();
    await h.clock.advance(20_000);
    expect(h.cache.status.lastError?.message).toContain('electric-cursor');
  });

  test.each([
    ['electric-offset', 'somewhere'],
    ['electric-schema', '{"a":'],
    ['electric-schema', '{"a":1}'],
  ])('W11 a malformed %s (%s) is reported', async (name, value) => {
    h = createHarness([row('A', '1')]);
    h.electric.interventions.push(async (request) => {
      const answer = await h.electric.answer(request);
      answer.headers.set(name, value);
      return answer;
    });
    await h.start();
    expect(h.cache.status.lastError?.message).toContain(name);
  });
});

describe('I3 an hour of it ends nothing', () => {
  test.each([
    ['401', unauthorized, 30_000],
    ['answers without Electric’s headers', () => json([]), 15_000],
    ['HTML with 200', () => html(), 30_000],
    ['refused connections', refused, 15_000],
  ])(
    'I3 W9 W10 W11 after an hour of %s the cache is right again, and the requests stayed within the bounds of the backoff',
    async (_, answer, cap) => {
      h = createHarness([row('A', '1')]);
      await h.start();
      const { snapshot } = h.cache;
      const before = h.electric.requests.length;
      h.electric.interventions.push(answer);
      h.electric.wake();
      await h.clock.advance(HOUR);
      expect(h.cache.snapshot).toBe(snapshot);
      expect(h.cache.status.state).toBe('interrupted');
      const tries = h.electric.requests.length - before;
      expect(tries).toBeGreaterThan(HOUR / cap); // full jitter: on average every half a cap
      expect(tries).toBeLessThan((HOUR / cap) * 3);
      expect(h.lines.loud.length).toBeLessThan(8);

      h.electric.interventions.length = 0;
      h.electric.upsert(row('A', '2'));
      await h.clock.advance(30_000);
      expect(h.cache.status.state).toBe('live');
      expect(h.cache.has('A', '2')).toBe(true);
      expect(h.lines.loud.at(-1)).toMatch(/^Live again, after \d+/);
    },
  );
});
