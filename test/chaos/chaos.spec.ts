import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Runs seeds in a process of its own, so that whatever is thrown out of the library is seen. */
async function run(seed: number, runs: number) {
  const out = join(root, '.tmp/reliability/chaos-normal.json');
  mkdirSync(join(out, '..'), { recursive: true });
  const script = join(root, 'test/chaos/chaos.main.ts');
  const options = ['--seed', String(seed), '--runs', String(runs), '--out', out];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...options], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, report: JSON.parse(readFileSync(out, 'utf8')) };
}

describe('random SQL, faults, misbehaviours and restarts, together', () => {
  test('I1 I2 I3 I4 I7 I10 I12 no reader sees what never was in the table; and when the faults end, it is the table within three good answers', async () => {
    const { code, report } = await run(1, 5); // one of five loses rows (29)
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
