import { createHarness, type Harness } from '../../support/replica-harness.js';
import { json, row, type ScriptedRequest } from '../../support/scripted-electric.js';

const SECRET = 's3cret/&=';
let h: Harness;
afterEach(() => h.stop());

const searches = () => h.electric.requests.map(({ url }) => url.search);

describe('W1 requests', () => {
  test('W1 begin at offset=-1 without a handle, and always ask for whole rows', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    expect(searches()[0]).toBe('?offset=-1&replica=full&table=common_code');
    for (const { url } of h.electric.requests) {
      expect(url.pathname).toBe('/v1/shape');
      expect(url.searchParams.get('replica')).toBe('full');
      expect(url.searchParams.get('table')).toBe('common_code');
    }
  });

  test('W1 carry where, params, columns, secret and the user’s query, sorted', async () => {
    h = createHarness([row('A', '1')], {
      connection: { secret: SECRET, query: { tenant: 't' } },
      shape: { table: 'app.common_code', where: 'use_yn = $1', params: ['Y'], columns: ['group_code', 'code'] },
    });
    await h.start();
    const [first, , live] = h.electric.requests;
    expect(Object.fromEntries(first?.url.searchParams ?? [])).toEqual({
      columns: 'group_code,code',
      offset: '-1',
      'params[1]': 'Y',
      replica: 'full',
      secret: SECRET,
      table: 'app.common_code',
      tenant: 't',
      where: 'use_yn = $1',
    });
    for (const { url } of h.electric.requests) {
      const names = [...url.searchParams.keys()];
      expect(names).toEqual([...names].sort());
    }
    expect(live?.live).toBe(true);
  });

  test('W1 are the same, to the byte, from two processes at the same position and cursor, also after a rotation', async () => {
    const run = async (seed: number) => {
      h = createHarness([row('A', '1')], { random: () => seed });
      await h.start();
      h.electric.upsert(row('A', '2'));
      await h.clock.advance(30_000);
      h.electric.rotate([row('B', '1')]);
      await h.clock.advance(30_000);
      await h.stop();
      return searches();
    };
    expect(await run(0.1)).toEqual(await run(0.9));
  });

  test('W1 do not follow a redirect', async () => {
    const seen: unknown[] = [];
    const fetch: typeof globalThis.fetch = (url, init) => {
      seen.push(init?.redirect);
      return h.electric.fetch(url, init);
    };
    h = createHarness([row('A', '1')], { connection: { fetch } });
    await h.start();
    expect(new Set(seen)).toEqual(new Set(['manual']));
  });

  test('W1 go to the endpoint itself if that was given', async () => {
    h = createHarness([row('A', '1')], { connection: { url: 'http://proxy.test/codes/v1/shape/' } });
    await h.start();
    expect(h.electric.requests[0]?.url.pathname).toBe('/codes/v1/shape');
  });
});

describe('W2 position', () => {
  test('W2 is the last row’s lsn and op_position, whatever the header says', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.next((request) => rewriteOffset(h, request, '999999_0'));
    h.electric.upsert(row('A', '2'), row('A', '3'));
    await h.clock.advance(0);
    expect(h.cache.status.position?.offset).toBe('1100_2');
    expect(h.electric.requests.at(-1)?.offset).toBe('1100_2');
  });

  test('W2 without rows, a header that points past rows is not believed (34): asked again, live, from the old position', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.upsert(row('A', '2'));
    h.electric.next((request) => (request.offset === '0_0' ? upToDateAt(h, '1100_9') : undefined));
    await h.start();
    const asked = h.electric.requests.map(({ offset, live }) => `${offset}${live ? ' live' : ''}`);
    expect(asked).toEqual(['-1', '0_0', '0_0 live', '1100_0 live']);
    expect(h.cache.has('A', '2')).toBe(true);
  });

  test('W2 an answer that is not up-to-date is followed by a request without live, at once', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.chunkRows = 2;
    h.electric.upsert(row('B', '1'), row('B', '2'), row('B', '3'));
    await h.clock.advance(0);
    const [second, third] = h.electric.requests.slice(-2);
    expect([second?.live, third?.live]).toEqual([false, true]);
    expect(h.cache.list('B')).toHaveLength(3);
  });

  test('W2 a live request echoes the last cursor exactly, and the first has none', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    await h.clock.advance(41_000);
    const cursors = h.electric.requests.filter(({ live }) => live).map(({ url }) => url.searchParams.get('cursor'));
    expect(cursors).toEqual([null, '1', '2']);
  });
});

describe('W3 answers count whole', () => {
  const broken: [string, (request: ScriptedRequest) => Response | Promise<Response>][] = [
    ['breaks off', (request) => truncated(h, request, 120)],
    ['is no JSON', (request) => withBody(h, request, '[{"headers":}]')],
    ['is no array', (request) => withBody(h, request, '{"a":1}')],
    ['has a row without a value', (request) => withBody(h, request, '[{"headers":{"operation":"insert"}}]')],
    ['has a number for a message', (request) => withBody(h, request, '[5]')],
    ['has rows at the position', (request) => withRows(h, request, ['1100_0'])],
    ['has rows that do not ascend', (request) => withRows(h, request, ['1300_0', '1200_0'])],
    ['has a row without an lsn', (request) => withRows(h, request, [undefined])],
  ];
  test.each(broken)('W3 one whose body %s leaves no trace: the same position is asked again', async (_, answer) => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.upsert(row('A', '2', 'two'));
    await h.clock.advance(0);
    const { snapshot } = h.cache;
    h.electric.next((request) => answer(request));
    await h.clock.advance(20_000); // the poll that was open ends, and the broken answer comes
    const broken = h.electric.requests.length - 1;
    expect(h.cache.snapshot).toBe(snapshot);
    expect(h.cache.status.lastError?.message).toBeDefined();

    h.electric.upsert(row('A', '3', 'three'));
    await h.clock.advance(5_000);
    const [was, next] = h.electric.requests.slice(broken);
    expect(next?.offset).toBe(was?.offset);
    expect(h.cache.label('A', '3')).toBe('three');
    expect(h.cache.has('BAD', '0')).toBe(false);
    expect(h.cache.status).toMatchObject({ state: 'live' });
    expect(h.cache.status.lastError).toBeUndefined();
  });

  test('W3 an answer whose etag names another request is not used', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.snapshotChunkRows = 1;
    h.electric.rotate([row('A', '1'), row('A', '2'), row('A', '3')]);
    h.electric.next((request) => (request.offset === '0_0' ? misdirected(h, request, '0_1') : undefined));
    await h.start();
    await h.clock.advance(1_000);
    expect(h.cache.list('A').map(({ code }) => code)).toEqual(['1', '2', '3']);
    expect(h.electric.requests.filter(({ offset }) => offset === '0_0')).toHaveLength(2);
  });
});

async function rewriteOffset({ electric }: Harness, request: ScriptedRequest, offset: string): Promise<Response> {
  const answer = await electric.answer(request);
  answer.headers.set('electric-offset', offset);
  return answer;
}

/** Says that there is no more, and names an offset that lies behind rows that were not given (34). */
function upToDateAt({ electric }: Harness, offset: string): Response {
  const headers = {
    'electric-handle': electric.handle,
    'electric-offset': offset,
    'electric-up-to-date': '',
    'electric-schema': JSON.stringify(electric.schema),
  };
  return json([{ headers: { control: 'up-to-date' } }], 200, headers);
}

async function truncated({ electric }: Harness, request: ScriptedRequest, bytes: number): Promise<Response> {
  electric.upsert(row('A', 'half'));
  const answer = await electric.answer(request);
  const body = (await answer.text()).slice(0, bytes);
  electric.remove(row('A', 'half'));
  return new Response(body, { headers: answer.headers });
}

async function withBody({ electric }: Harness, { live, offset }: ScriptedRequest, body: string): Promise<Response> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'electric-handle': electric.handle,
    'electric-offset': offset,
    'electric-schema': JSON.stringify(electric.schema),
  };
  if (live) headers['electric-cursor'] = '77';
  return new Response(body, { headers });
}

function withRows(harness: Harness, request: ScriptedRequest, offsets: (string | undefined)[]): Promise<Response> {
  const rows = offsets.map((offset, index) => {
    const [lsn, op] = offset?.split('_') ?? [];
    return {
      value: row('BAD', String(index)),
      headers: { operation: 'insert', last: true, ...(offset && { lsn, op_position: Number(op) }) },
    };
  });
  return withBody(harness, request, JSON.stringify([...rows, { headers: { control: 'up-to-date' } }]));
}

async function misdirected({ electric }: Harness, request: ScriptedRequest, offset: string): Promise<Response> {
  const answer = await electric.answer({ ...request, offset });
  answer.headers.set('etag', `"${electric.handle}:${offset}:0_2"`);
  return answer;
}
