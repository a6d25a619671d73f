import { Watchdog } from '../../../lib/replica/watchdog.js';
import { settle, VirtualClock } from '../../support/virtual-clock.js';

let clock: VirtualClock;
let outside: AbortController;
let watchdog: Watchdog;
let signal: AbortSignal;

const never = () => new Promise<never>(() => {});
const failure = (promise: Promise<unknown>) => promise.then(() => undefined, String);

beforeEach(() => {
  clock = new VirtualClock();
  outside = new AbortController();
  watchdog = new Watchdog(clock, outside.signal);
  signal = watchdog.begin();
});

describe('W12 the watchdog of one exchange after another', () => {
  test('W12 waits for one thing after another with one timer, and leaves none behind', async () => {
    for (let piece = 0; piece < 100; piece += 1) {
      if (piece % 10 === 0) signal = watchdog.begin();
      expect(await watchdog.wait(Promise.resolve(piece), 30_000, 'silent')).toBe(piece);
      expect(clock.pending).toBeLessThanOrEqual(1);
      if (piece % 10 === 9) watchdog.release(false);
    }
    watchdog.close();
    expect([clock.pending, signal.aborted]).toEqual([0, false]);
  });

  test('W12 an exchange that it has ended does not end the next, nor does what still comes of it', async () => {
    let late = (_: Error) => {};
    const asked = new Promise<never>((_, reject) => {
      late = reject;
    });
    const first = failure(watchdog.wait(asked, 30_000, 'the first'));
    await clock.advance(30_000);
    expect([await first, signal.aborted]).toEqual([expect.stringContaining('the first'), true]);
    signal = watchdog.begin();
    const second = failure(watchdog.wait(never(), 30_000, 'the second'));
    late(new Error('aborted'));
    await clock.advance(29_000);
    expect(signal.aborted).toBe(false);
    await clock.advance(1_000);
    expect([await second, signal.aborted]).toEqual([expect.stringContaining('the second'), true]);
  });

  test('W15 nothing begins after the end', async () => {
    outside.abort();
    expect(watchdog.begin().aborted).toBe(true);
    expect(await failure(watchdog.wait(never(), 30_000, 'silent'))).toContain('the exchange was aborted');
    expect(clock.pending).toBe(0);
  });

  test('W12 gives each wait its whole time, whatever was waited for before', async () => {
    await watchdog.wait(Promise.resolve(), 30_000, 'silent');
    await clock.advance(29_000);
    const waiting = failure(watchdog.wait(never(), 30_000, 'silent'));
    await clock.advance(29_000);
    expect(signal.aborted).toBe(false);
    await clock.advance(1_000);
    expect(signal.aborted).toBe(true);
    expect(await waiting).toContain('silent');
  });

  test('W12 gives a wait no more than its time, though one before had longer', async () => {
    await watchdog.wait(Promise.resolve(), 90_000, 'no answer');
    const waiting = failure(watchdog.wait(never(), 30_000, 'silent'));
    await clock.advance(30_000);
    expect(await waiting).toContain('silent');
  });

  test('W12 ends nothing while nothing is waited for', async () => {
    await watchdog.wait(Promise.resolve(), 30_000, 'silent');
    await clock.advance(100_000); // of our own work
    expect(signal.aborted).toBe(false);
    expect(await watchdog.wait(Promise.resolve('rest'), 30_000, 'silent')).toBe('rest');
  });

  test('I11 what fails after the exchange was aborted is nobody’s unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const keep = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', keep);
    outside.abort();
    const waiting = failure(watchdog.wait(Promise.reject(new Error('aborted')), 30_000, 'silent'));
    expect(await waiting).toContain('the exchange was aborted');
    await settle();
    process.off('unhandledRejection', keep);
    expect(unhandled).toEqual([]);
  });
});
