import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row, type ScriptedRequest } from '../../support/scripted-electric.js';

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
