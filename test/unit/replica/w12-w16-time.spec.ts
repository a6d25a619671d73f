import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row, SCHEMA, type ScriptedRequest } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const never = ({ signal }: ScriptedRequest) =>
  new Promise<Response>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('W12 watchdogs', () => {
  test('W12 a live request without an answer for 60 s is aborted, and asked again without live', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.next(never);
    await h.clock.advance(20_000);
    const hanging = h.electric.requests.at(-1) as ScriptedRequest;
    expect([hanging.live, hanging.signal.aborted]).toEqual([true, false]);
    await h.clock.advance(60_000);
    expect(hanging.signal.aborted).toBe(true);
    await h.clock.advance(1_000);
    const [next, after] = h.electric.requests.slice(h.electric.requests.indexOf(hanging) + 1);
    expect([next?.live, next?.offset, after?.live]).toEqual([false, hanging.offset, true]);
  });

  test('W12 the live timeout is an option', async () => {
    h = createHarness([row('A', '1')], { connection: { liveTimeoutMs: 100_000 } });
    await h.start();
    h.electric.next(never);
    await h.clock.advance(20_000);
    const hanging = h.electric.requests.at(-1) as ScriptedRequest;
    await h.clock.advance(99_000);
    expect(hanging.signal.aborted).toBe(false);
    await h.clock.advance(2_000);
    expect(hanging.signal.aborted).toBe(true);
  });

  test('W12 another request is aborted after 90 s, also if fetch does not listen to its signal', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.next(() => new Promise(() => {}));
    await h.start();
    await h.clock.advance(89_000);
    expect(h.electric.requests).toHaveLength(1);
    await h.clock.advance(5_000);
    expect(h.cache.status.state).toBe('live');
  });

  test('W12 a body that is silent for 30 s is given up, one that trickles is not', async () => {
    h = createHarness([row('A', '1')]);
    const slowly = (everyMs: number, pieces: number) => async (request: ScriptedRequest) => {
      const answer = await h.electric.answer(request);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const size = Math.ceil(bytes.length / pieces);
      let at = 0;
      let cancelled = false;
      const body = new ReadableStream<Uint8Array>({
        cancel: () => {
          cancelled = true;
        },
        pull: (controller) =>
          new Promise((resolve) => {
            h.clock.after(everyMs, () => {
              if (cancelled) return resolve();
              controller.enqueue(bytes.subarray(at, at + size));
              at += size;
              if (at >= bytes.length) controller.close();
              resolve();
            });
          }),
      });
      return new Response(body, { headers: answer.headers });
    };
    h.electric.next(slowly(29_000, 5));
    await h.start();
    await h.clock.advance(5 * 29_000 + 1_000);
    expect(h.cache.has('A', '1')).toBe(true);
    h.electric.next(slowly(31_000, 3));
    h.electric.rotate([row('B', '1')]);
    await h.clock.advance(36_000);
    expect(h.lines.all.filter(({ text }) => text.includes('was silent for 30 s'))).toHaveLength(1);
    expect(h.cache.groups()).toEqual(['B']);
  });
});

describe('W13 no tight loop', () => {
  test('W13 live answers that come at once, again and again, and bring nothing, are backed off', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const cached = await h.electric.answer({ ...(h.electric.requests[1] as ScriptedRequest), live: false });
    const body = await cached.text();
    cached.headers.set('electric-cursor', '1');
    h.electric.interventions.push(({ live }) => (live ? new Response(body, { headers: cached.headers }) : undefined));
    h.electric.wake();
    const before = h.electric.requests.length;
    await h.clock.advance(600_000);
    expect(h.electric.requests.length - before).toBeLessThan(600);
    expect(h.cache.status.lastError?.message).toContain('cache');
    h.electric.interventions.length = 0;
    h.electric.upsert(row('A', '2'));
    await h.clock.advance(30_000);
    expect(h.cache.has('A', '2')).toBe(true);
  });

  test('W13 live polls that time out are no loop', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    await h.clock.advance(600_000);
    expect(h.electric.requests.filter(({ live }) => live)).toHaveLength(31);
    expect(h.cache.status).toMatchObject({ state: 'live' });
    expect(h.cache.status.lastError).toBeUndefined();
  });
});

describe('W14 values', () => {
  test('W14 a live row that the known schema does not fit makes it be fetched, with one request without live, before anything is committed', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.schema = { ...SCHEMA, amount: { type: 'text' } }; // ALTER TYPE keeps the handle (24)
    h.electric.upsert(row('A', '2', 'two', { amount: 'a lot' }));
    await h.clock.advance(0);
    const { live, offset } = h.electric.requests.find(({ live, offset }) => !live && offset === '0_inf') ?? {};
    expect([live, offset]).toEqual([false, '0_inf']);
    expect(h.cache.get('A', '2')?.attributes).toEqual({ amount: 'a lot' });
    expect(h.cache.get('A', '1')?.attributes).toEqual({ amount: '0' }); // by the same type, in every pod
    expect(h.cache.rejected).toEqual([]);
  });

  test('W14 a live row with a column that the schema does not have in its place (25) waits for the schema, which is a rotation then', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const { sort_order, ...renamed } = SCHEMA;
    const { sort_order: order, ...rest } = row('A', '1');
    h.electric.transaction([{ operation: 'update', row: { ...rest, ord: order ?? null } }]);
    h.electric.schema = { ...renamed, ord: sort_order ?? {} };
    h.electric.next(async (request) => {
      if (request.live) return h.electric.answer(request);
      h.electric.rotate([{ ...rest, ord: '7' }]);
      return h.electric.answer(request);
    });
    await h.clock.advance(0);
    expect(h.cache.status.state).toBe('live');
    expect(h.cache.get('A', '1')?.attributes).toEqual({ amount: 0, ord: 7 });
  });

  test('W14 I10 a value that the schema of its own answer does not fit rejects its row, and nothing else', async () => {
    h = createHarness([row('A', '1'), row('A', '2', 'two', { amount: 'x' })]);
    await h.start();
    expect(h.cache.list('A').map(({ code }) => code)).toEqual(['1']);
    expect(h.cache.rejected).toEqual([
      { key: { group_code: 'A', code: '2' }, reason: expect.stringContaining('amount') },
    ]);
    h.electric.upsert(row('A', '2', 'two', { amount: '5' }));
    await h.clock.advance(0);
    expect(h.cache.get('A', '2')?.attributes).toEqual({ amount: 5 });
    expect(h.cache.status.rejected).toBe(0);
  });
});

describe('W15 closing', () => {
  test('W15 I11 aborts the open poll at once, and leaves no timer', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const open = h.electric.requests.at(-1) as ScriptedRequest;
    expect(open.live).toBe(true);
    await h.stop();
    expect(open.signal.aborted).toBe(true);
    expect(h.clock.pending).toBe(0);
    expect(h.cache.label('A', '1')).toBe('1');
    expect(h.cache.status.state).toBe('closed');
  });

  test('W15 also while it backs off, while an answer hangs, and before it has started', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.interventions.push(() => Promise.reject(new TypeError('fetch failed')));
    await h.start();
    await h.stop();
    expect(h.clock.pending).toBe(0);
    h = createHarness([row('A', '1')]);
    h.electric.interventions.push(() => new Promise(() => {}));
    await h.start();
    await h.stop();
    expect(h.clock.pending).toBe(0);
    h = createHarness([row('A', '1')]);
    await h.stop();
    await h.start();
    expect(h.electric.requests).toEqual([]);
  });
});

describe('W16 age', () => {
  const answerDated = (ageMs: number) => async (request: ScriptedRequest) => {
    const answer = await h.electric.answer(request);
    answer.headers.set('date', new Date(h.clock.wall() - ageMs).toUTCString());
    return answer;
  };

  test('W16 an answer without live is as old as its Date says: a cache does not renew it', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.interventions.push((request) => (request.live ? undefined : answerDated(30_000)(request)));
    await h.start();
    expect(h.cache.status.stalenessMs).toBe(30_000);
    expect(h.cache.status.lastSyncedAt).toEqual(new Date(h.clock.wall() - 30_000));
    await h.clock.advance(20_000);
    expect(h.cache.status.stalenessMs).toBe(0); // the live answer's arrival
  });

  test('W16 never later than now', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.interventions.push((request) => (request.live ? undefined : answerDated(-3_600_000)(request)));
    await h.start();
    expect(h.cache.status.stalenessMs).toBe(0);
  });

  test('W16 I4 a clock that jumps does not change the staleness', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.clock.epoch += 86_400_000;
    await h.clock.advance(5_000);
    expect(h.cache.status.stalenessMs).toBe(5_000);
    expect(h.cache.status.state).toBe('live');
  });
});
