import { reportedRun } from '../support/reported-run.js';

describe('random SQL, faults, misbehaviours and restarts, together', () => {
  test('I1 I2 I3 I4 I7 I10 I12 no reader sees what never was in the table; and when the faults end, it is the table within three good answers', async () => {
    const { code, report } = await reportedRun('test/chaos/chaos.main.ts', 'chaos-normal', [
      '--seed',
      '1',
      '--runs',
      '5',
    ]); // one of five loses rows (29)
    expect(report.failedSeeds).toEqual([]);
    expect(report.divergences).toBe(0);
    expect(code).toBe(0);
    // it was about what it is meant to be about
    expect(report.recoveries).toBe(5 * report.rounds * 2);
    expect(report.transactions).toBeGreaterThan(300);
    expect(report.versionsChecked).toBeGreaterThan(200);
    expect(report.faultsInjected).toBeGreaterThan(200);
    expect(Object.keys(report.faultsByKind).length).toBeGreaterThan(40);
    for (const count of ['restartsOfElectric', 'restartsOfCaches', 'servedFromStore']) {
      expect([count, report[count]]).not.toEqual([count, 0]);
    }
    for (const misbehaviour of ['splitTransactions', 'pointPastRows', 'omitLast', 'rejectPolls', 'loseChanges']) {
      expect([misbehaviour, report.misbehaviours[misbehaviour]]).not.toEqual([misbehaviour, 0]);
    }
  }, 900_000);
});
