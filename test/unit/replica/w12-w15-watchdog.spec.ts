import { Watchdog } from '../../../lib/replica/watchdog.js';
import { createHarness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';
import { VirtualClock } from '../../support/virtual-clock.js';

describe('W15 closing while a body is being taken in, and nothing is waited for', () => {
  test('W15 lets go of the request at once, not when the next piece is asked for, which then does not come', async () => {
    const closing = new AbortController();
    const clock = new VirtualClock();
    const watchdog = new Watchdog(clock, closing.signal);
    const signal = watchdog.begin();
    await watchdog.wait(Promise.resolve('a piece'), 1_000, 'late');
    closing.abort();
    expect(signal.aborted).toBe(true);
    await expect(watchdog.wait(Promise.resolve('another'), 1_000, 'late')).rejects.toThrow('aborted');
    watchdog.release(false);
    expect(clock.pending).toBe(0);
  });
});

describe('W12 patience', () => {
  test.each([
    ['a poll that takes 59 s', 59_000],
    ['a poll that takes 20 s', 20_000],
  ])('W12 %s is not given up', async (_, pollMs) => {
    const h = createHarness([row('A', '1')]);
    h.electric.pollMs = pollMs;
    await h.start();
    await h.clock.advance(10 * 60_000);
    expect(h.lines.all.filter(({ text }) => text.includes('failed'))).toEqual([]);
    expect(h.electric.requests.slice(2).every(({ live }) => live)).toBe(true);
    await h.stop();
  });
});
