import { Watchdog } from '../../../lib/replica/watchdog.js';
import { settle, VirtualClock } from '../../support/virtual-clock.js';

let clock: VirtualClock;
let outside: AbortController;
let watchdog: Watchdog;

const never = () => new Promise<never>(() => {});
const failure = (promise: Promise<unknown>) => promise.then(() => undefined, String);

beforeEach(() => {
  clock = new VirtualClock();
  outside = new AbortController();
  watchdog = new Watchdog(clock, outside.signal);
});

describe('W12 the watchdog of an exchange', () => {
  test('W12 waits for one thing after another with one timer, and leaves none behind', async () => {
    for (let piece = 0; piece < 100; piece += 1) {
      expect(await watchdog.wait(Promise.resolve(piece), 30_000, 'silent')).toBe(piece);
      expect(clock.pending).toBeLessThanOrEqual(1);
    }
    watchdog.stop(false);
    expect([clock.pending, watchdog.signal.aborted]).toEqual([0, false]);
  });

  test('W12 gives each wait its whole time, whatever was waited for before', async () => {
    await watchdog.wait(Promise.resolve(), 30_000, 'silent');
    await clock.advance(29_000);
    const waiting = failure(watchdog.wait(never(), 30_000, 'silent'));
    await clock.advance(29_000);
    expect(watchdog.signal.aborted).toBe(false);
    await clock.advance(1_000);
    expect(watchdog.signal.aborted).toBe(true);
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
    expect(watchdog.signal.aborted).toBe(false);
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
