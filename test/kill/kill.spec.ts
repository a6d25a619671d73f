import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const KILLS = 25;

async function run() {
  const out = join(root, '.tmp/reliability/kill-normal.json');
  mkdirSync(join(out, '..'), { recursive: true });
  const script = join(root, 'test/kill/kill.main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, '--kills', String(KILLS), '--out', out], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, report: JSON.parse(readFileSync(out, 'utf8')) };
}

describe('a process with a store, killed at any instruction', () => {
  test('I1 I2 I7 the next one serves a whole version, none older than what was saved, and comes as far as the table', async () => {
    const { code, report } = await run();
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
