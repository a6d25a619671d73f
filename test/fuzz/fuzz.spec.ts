import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Runs the fuzzer in a process of its own, so that whatever is thrown out of the library is seen. */
async function run(inputs: number, seed: number) {
  const out = join(root, '.tmp/reliability/fuzz-normal.json');
  mkdirSync(join(out, '..'), { recursive: true });
  const script = join(root, 'test/fuzz/fuzz.main.ts');
  const options = ['--inputs', String(inputs), '--seed', String(seed), '--out', out];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...options], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, report: JSON.parse(readFileSync(out, 'utf8')) };
}

describe('everything that a server controls, fuzzed', () => {
  test('I1 I3 I4 I6 I7 I12 W3 nothing throws, is shown that was not in the table, is said without end, or keeps the cache from coming right', async () => {
    const { code, report } = await run(8_000, 20_261_122);
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
