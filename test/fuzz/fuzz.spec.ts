import { reportedRun } from '../support/reported-run.js';

describe('everything that a server controls, fuzzed', () => {
  test('I1 I3 I4 I6 I7 I12 W3 nothing throws, is shown that was not in the table, is said without end, or keeps the cache from coming right', async () => {
    const { code, report } = await reportedRun('test/fuzz/fuzz.main.ts', 'fuzz-normal', [
      '--inputs',
      '8000',
      '--seed',
      '20261122',
    ]);
    expect(report.failures).toEqual([]);
    expect(code).toBe(0);
    // it was about what it is meant to be about
    expect(report.inputs).toBeGreaterThanOrEqual(8_000);
    expect(report.versions).toBeGreaterThan(500);
    expect(report.audits).toBeGreaterThan(20);
    for (const effect of ['none', 'true', 'anything']) expect(report.effects[effect]).toBeGreaterThan(400);
    const kinds = Object.keys(report.kinds);
    for (const kind of [
      'body: bytes',
      'body: tokens',
      'body: structure',
      'body: replaced',
      'body stalls',
      'fetch throws',
    ]) {
      expect(kinds).toContain(kind);
    }
    expect(kinds.filter((kind) => kind.startsWith('headers: ')).length).toBeGreaterThan(12);
    expect(kinds.filter((kind) => kind.startsWith('status ')).length).toBeGreaterThan(30);
  }, 180_000);
});
