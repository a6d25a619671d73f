import { reportedRun } from '../support/reported-run.js';

const KILLS = 25;

describe('a process with a store, killed at any instruction', () => {
  test('I1 I2 I7 the next one serves a whole version, none older than what was saved, and comes as far as the table', async () => {
    const { code, report } = await reportedRun('test/kill/kill.main.ts', 'kill-normal', ['--kills', String(KILLS)]);
    expect(report.problems).toEqual([]);
    expect(code).toBe(0);
    // it was about what it is meant to be about
    expect(report.kills).toBe(KILLS);
    expect(report.catchUps).toBeGreaterThan(KILLS / 2);
    expect(report.servedFromStore).toBeGreaterThan(KILLS / 5);
    expect(report.resumed).toBeGreaterThan(0);
    expect(report.audits).toBeGreaterThan(1);
    expect(report.versionsChecked).toBeGreaterThan(2 * KILLS);
    const doing = Object.keys(report.killedWhile);
    expect(doing.filter((what) => what.startsWith('writing'))).not.toEqual([]);
    expect(doing.filter((what) => what.startsWith('reading'))).not.toEqual([]);
    expect(doing).toContain('following');
  }, 900_000);
});
