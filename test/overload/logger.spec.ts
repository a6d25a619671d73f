import { createHarness, type Harness } from '../support/replica-harness.js';
import { row } from '../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const broken = () => {
  throw new Error('the log transport is broken');
};

describe('I3 a logger that throws', () => {
  test('I3 I2 stops neither the sync nor the emissions, whatever there is to be said', async () => {
    h = createHarness([row('A', '1', 'one'), row('A', 'bad', 'x', { use_yn: '?' })]);
    Object.assign(h.lines, { log: broken, warn: broken, debug: broken });
    const seen: number[] = [];
    h.cache.snapshot$.subscribe(({ version }) => seen.push(version));
    await h.start();
    expect(h.cache.label('A', '1')).toBe('one');
    expect(h.cache.status).toMatchObject({ state: 'live', rejected: 1 });

    h.electric.upsert(row('A', 'worse', 'x', { use_yn: '!' }), row('A', '2', 'two'));
    await h.clock.advance(1_000);
    expect(h.cache.label('A', '2')).toBe('two');

    h.electric.interventions.push(() => Promise.reject(new TypeError('fetch failed')));
    h.electric.wake();
    await h.clock.advance(120_000);
    expect(h.cache.status.state).toBe('interrupted');
    h.electric.interventions.length = 0;
    h.electric.rotate([row('A', '3', 'three')]);
    await h.clock.advance(60_000);
    expect(h.cache.status.state).toBe('live');
    expect(h.cache.labels('A')).toEqual(new Map([['3', 'three']]));
    expect(seen).toEqual([1, 2, 3]);
  });

  test('I3 does not make readers of a tree with a cycle fail', async () => {
    h = createHarness([row('A', '1', 'one', { up: '2' }), row('A', '2', 'two', { up: '1' })], {
      mapping: { parent: 'up' },
    });
    h.electric.schema = { ...h.electric.schema, up: { type: 'text' } };
    await h.start();
    Object.assign(h.lines, { warn: broken });
    expect(h.cache.tree('A').map(({ code }) => code)).toEqual(['1']);
  });
});
