import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const down = () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }));

function states(): string[] {
  const seen: string[] = [];
  h.cache.status$.subscribe(({ state, source }) => seen.push(`${state} ${source}`));
  return seen;
}

describe('I4 honest state', () => {
  test('I4 initializing until Electric has confirmed a commit, lastError telling why not yet', async () => {
    h = createHarness([row('A', '1')]);
    const seen = states();
    h.electric.interventions.push(down);
    await h.start();
    await h.clock.advance(120_000);
    expect(h.cache.status).toMatchObject({ state: 'initializing', source: 'none', version: 0 });
    expect(h.cache.status.lastError?.message).toContain('ECONNREFUSED');
    expect(() => h.cache.get('A', '1')).toThrow(/ECONNREFUSED/);
    h.electric.interventions.length = 0;
    await h.clock.advance(20_000);
    expect(seen).toEqual(['initializing none', 'initializing electric', 'live electric']);
    expect(h.cache.status.lastError).toBeUndefined();
  });

  test('I4 an empty table is a valid, ready state', async () => {
    h = createHarness([]);
    await h.start();
    expect(h.cache.status).toMatchObject({ state: 'live', source: 'electric', version: 1, codes: 0, groups: 0 });
    expect(h.cache.list('A')).toEqual([]);
  });

  test('I4 one dropped poll does not flap the state, the second failure in a row interrupts it', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const seen = states();
    h.electric.next(down);
    await h.clock.advance(25_000);
    expect(seen).toEqual(['live electric']);
    h.electric.interventions.push(down);
    await h.clock.advance(40_000);
    expect(seen).toEqual(['live electric', 'interrupted electric']);
    expect(h.cache.has('A', '1')).toBe(true);
    h.electric.interventions.length = 0;
    await h.clock.advance(20_000);
    expect(seen).toEqual(['live electric', 'interrupted electric', 'live electric']);
  });

  test('I4 after an outage the state is live as soon as Electric answers, and not only when a poll ends', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.interventions.push(down);
    await h.clock.advance(80_000);
    h.electric.interventions.length = 0;
    await h.clock.advance(15_000);
    expect(h.cache.status.state).toBe('live');
  });

  test.each([0, 35_000, 200_000])(
    'I4 a refetch that hangs interrupts when staleness passes 60 s, %i ms after the start',
    async (aliveMs) => {
      h = createHarness([row('A', '1')]);
      await h.start();
      await h.clock.advance(aliveMs);
      h.electric.upsert(row('A', '2')); // which is confirmed now
      await h.clock.advance(0);
      expect(h.cache.status.stalenessMs).toBe(0);
      h.electric.rotate([row('B', '1')]);
      h.electric.interventions.push(({ offset }) => (offset === '-1' ? new Promise(() => {}) : undefined));
      await h.clock.advance(59_000);
      expect(h.cache.status.state).toBe('live');
      await h.clock.advance(1_500);
      expect(h.cache.status).toMatchObject({ state: 'interrupted', source: 'electric' });
      expect(h.cache.status.stalenessMs).toBeGreaterThan(60_000);
      expect(h.cache.has('A', '1')).toBe(true);
    },
  );

  test('I4 a mapped column that disappears keeps the version, interrupts and says so', async () => {
    h = createHarness([row('A', '1')], { mapping: { sortOrder: 'sort_order' } });
    await h.start();
    const { sort_order, ...schema } = h.electric.schema;
    h.electric.schema = schema;
    h.electric.rotate(h.electric.rows().map(({ sort_order: _, ...rest }) => rest));
    await h.clock.advance(60_000);
    expect(h.cache.has('A', '1')).toBe(true);
    expect(h.cache.status.state).toBe('interrupted');
    expect(h.cache.status.lastError?.message).toMatch(/mapping\.sortOrder.*"sort_order".*"code_name"/);
    h.electric.schema = { ...schema, sort_order: sort_order ?? {} };
    h.electric.rotate([row('A', '2')]);
    await h.clock.advance(60_000);
    expect(h.cache.status.state).toBe('live');
  });

  test('I11 closing completes the subjects, and the last version stays readable', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const completed: string[] = [];
    h.cache.snapshot$.subscribe({ complete: () => completed.push('snapshot$') });
    h.cache.list$('A').subscribe({ complete: () => completed.push('list$') });
    h.cache.changes$.subscribe({ complete: () => completed.push('changes$') });
    h.cache.status$.subscribe({ complete: () => completed.push('status$') });
    await h.stop();
    expect(completed.sort()).toEqual(['changes$', 'list$', 'snapshot$', 'status$']);
    expect(h.cache.label('A', '1')).toBe('1');
    expect(h.cache.status.state).toBe('closed');
    await expect(h.cache.whenReady()).resolves.toBeUndefined();
  });
});

describe('the log', () => {
  test('one line when live, one when interrupted, one when back, none per retry above debug', async () => {
    h = createHarness([row('A', '1'), row('B', '1')]);
    await h.start();
    h.electric.interventions.push(down);
    h.electric.wake();
    await h.clock.advance(600_000);
    h.electric.interventions.length = 0;
    await h.clock.advance(30_000);
    expect(h.lines.loud).toEqual([
      expect.stringMatching(/^Live: common_code, 2 codes in 2 groups, after \d+ ms$/),
      expect.stringMatching(/^Interrupted, .*ECONNREFUSED/),
      expect.stringMatching(/^Live again, after [\d.]+ s$/),
    ]);
  });

  test('I3 progress lines during a long snapshot, the longer it takes the fewer', async () => {
    h = createHarness([]);
    h.electric.snapshotChunkRows = 10;
    h.electric.rotate(Array.from({ length: 100 }, (_, index) => row('A', String(index))));
    h.electric.interventions.push((request) => {
      if (request.live) return undefined;
      return new Promise((resolve) => h.clock.after(2_000, () => resolve(h.electric.answer(request))));
    });
    await h.start();
    await h.clock.advance(60_000);
    const progress = h.lines.loud.filter((line) => line.startsWith('Reading the snapshot'));
    expect(progress.map((line) => Number(/rows so far, after ([\d.]+) s$/.exec(line)?.[1]))).toEqual([6, 10, 20]);
  });

  test('a rejected row is logged once, however often it comes', async () => {
    h = createHarness([row('A', '1', 'one', { use_yn: '?' })]);
    await h.start();
    h.electric.rotate();
    await h.clock.advance(1_000);
    h.electric.upsert(row('A', '1', 'still', { use_yn: '?' }));
    await h.clock.advance(1_000);
    expect(h.lines.loud.filter((line) => line.includes('kept out'))).toHaveLength(1);
    expect(h.cache.status.rejected).toBe(1);
  });
});
