import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Runs it in a process of its own, which has to end by itself (I11). */
async function run(name: string, ...options: string[]) {
  const out = join(root, `.tmp/reliability/${name}.json`);
  mkdirSync(join(out, '..'), { recursive: true });
  const flags = ['--expose-gc', '--no-opt', '--no-flush-bytecode', '--import', 'tsx'];
  const script = join(root, 'test/soak/soak.main.ts');
  const child = spawn(process.execPath, [...flags, script, ...options, '--out', out], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, report: JSON.parse(readFileSync(out, 'utf8')) };
}

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
