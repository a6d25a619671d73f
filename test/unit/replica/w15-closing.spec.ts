import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row, type ScriptedRequest } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

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
