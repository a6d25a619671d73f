import type { CommonCodeSnapshot } from 'nestjs-common-code';
import { createHarness, type Harness, seeded } from '../support/replica-harness.js';
import { row, type ScriptedChange } from '../support/scripted-electric.js';

const GROUPS = 10;
const CODES = 100;

let h: Harness;
afterEach(() => h.stop());

/** Each row says by its label which transaction wrote it. */
const written = (group: number, code: number, by: number) => row(`G${group}`, String(code), String(by));
const update = (group: number, code: number, by: number): ScriptedChange => ({
  operation: 'update',
  row: written(group, code, by),
});
const allRows = () =>
  Array.from({ length: GROUPS * CODES }, (_, index) => written(index % GROUPS, Math.floor(index / GROUPS), 0));

/** By which transactions the rows of a group were written: one, if the version is whole. */
const writers = (snapshot: CommonCodeSnapshot, group: number) =>
  new Set(snapshot.list(`G${group}`).map(({ label }) => Number(label)));

describe('I1 a burst of 100,000 changes', () => {
  test('I1 I2 in one transaction, that answers cut anywhere, is one version', async () => {
    h = createHarness(allRows());
    await h.start();
    h.electric.chunkRows = 3_333;
    h.electric.claimsUpToDate = true; // 33
    const seen: [number, number][] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push([snapshot.version, snapshot.size]));
    h.cache.changes$.subscribe(({ added, updated }) => seen.push([added.length, updated.length]));
    const inserts = Array.from({ length: 100_000 }, (_, index): ScriptedChange => {
      const group = index % GROUPS;
      const code = Math.floor(index / GROUPS);
      return code < CODES ? update(group, code, 1) : { operation: 'insert', row: written(group, code, 1) };
    });
    h.electric.transaction(inserts);
    await h.clock.advance(1_000);
    expect(seen).toEqual([
      [1, 1_000],
      [2, 100_000],
      [99_000, 1_000],
    ]);
    expect(h.electric.requests.length).toBeGreaterThan(30);
    expect(writers(h.cache.snapshot, 3)).toEqual(new Set([1]));
  }, 60_000);

  test.each([
    ['all at once', 1_000, Number.POSITIVE_INFINITY],
    ['cut inside transactions', 1_000, 1_234],
    ['as they are written', 1, 37],
  ])(
    'I1 I2 in 1,000 transactions of 100 rows, %s: each version is the end of one, forward only',
    async (_, burst, chunk) => {
      h = createHarness(allRows());
      const random = seeded(5);
      const state = Array.from({ length: GROUPS }, () => 0);
      const states: string[] = [];
      const seen: string[] = [];
      const flaws: string[] = [];
      h.cache.snapshot$.subscribe((snapshot) => {
        const groups = state.map((_each, group) => [...writers(snapshot, group)]);
        if (groups.some((by) => by.length !== 1))
          flaws.push(`version ${snapshot.version} holds a part of a transaction`);
        if (snapshot.size !== GROUPS * CODES) flaws.push(`version ${snapshot.version} has ${snapshot.size} codes`);
        seen.push(groups.join());
      });
      states.push(state.join());
      await h.start();
      h.electric.chunkRows = chunk;
      for (let transaction = 1; transaction <= 1_000; transaction += 1) {
        const group = Math.floor(random() * GROUPS);
        state[group] = transaction;
        states.push(state.join());
        h.electric.transaction(
          Array.from({ length: CODES }, (_each, code) => update(group, code, transaction)),
          random() < 0.8, // 35
        );
        if (transaction % burst === 0) await h.clock.advance(0);
      }
      await h.clock.advance(10_000);
      expect(flaws).toEqual([]);
      const order = seen.map((each) => states.indexOf(each));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(order[0]).toBe(0);
      expect(order.at(-1)).toBe(1_000);
      if (burst === 1) expect(order).toHaveLength(1_001);
      expect(h.cache.status).toMatchObject({ state: 'live', version: seen.length });
    },
    120_000,
  );
});
