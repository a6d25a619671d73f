import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row, type ScriptedRequest } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

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
