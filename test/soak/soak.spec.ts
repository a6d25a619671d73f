import { reportedRun } from '../support/reported-run.js';

const FLAGS = ['--expose-gc', '--no-opt', '--no-flush-bytecode'];
const run = (name: string, ...options: string[]) => reportedRun('test/soak/soak.main.ts', name, options, FLAGS);

describe('weeks of polls', () => {
  test('I3 I11 nothing grows: heap, timers, listeners, subscribers; and the copy is the table', async () => {
    const { code, report } = await run('soak-normal', '--polls', '6000', '--refetches', '40');
    expect(report.failures).toEqual([]);
    expect(code).toBe(0);
    expect(report.live).toBeGreaterThanOrEqual(6_000);
    expect(report.withChanges).toBeGreaterThan(2_500);
    expect(report.refetches).toBeGreaterThanOrEqual(40);
    expect(report.audits).toBeGreaterThan(20);
    expect(report.errors).toBeGreaterThan(20);
    expect(report.versions).toBeGreaterThan(2_500);
  }, 180_000);

  test('I3 I11 over real sockets nothing grows either, sockets included', async () => {
    const { code, report } = await run('soak-sockets-normal', '--sockets', '--polls', '600');
    expect(report.failures).toEqual([]);
    expect(code).toBe(0);
    expect(report.live).toBeGreaterThanOrEqual(600);
    expect(report.refetches).toBeGreaterThan(50);
  }, 180_000);
});
