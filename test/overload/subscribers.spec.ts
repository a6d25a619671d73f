import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { OverloadReport } from './subscribers.main.js';

/** Runs it to its end. @returns what it printed, and how it ended. */
async function run(
  script: string,
): Promise<{ readonly out: string; readonly err: string; readonly code: number | null }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, script)], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { out, err, code };
}

const STREAMS = ['snapshot$', 'changes$', 'list$', 'status$'];

describe('I2 I3 subscribers that misbehave', () => {
  let report: OverloadReport;
  let ended: Awaited<ReturnType<typeof run>>;

  beforeAll(async () => {
    ended = await run('subscribers.main.ts');
    if (ended.out !== '') report = JSON.parse(ended.out);
  }, 60_000);

  test('I3 the process lives, whatever they throw, however they were attached', () => {
    expect(ended.err).toBe('');
    expect(ended.code).toBe(0);
    expect(report.versions).toBe(41);
  });

  test.each(['snapshot$', 'list$'])('I2 every other subscriber of %s gets every version, in order', (name) => {
    const all = Array.from({ length: 41 }, (_, write) => write);
    expect(report.told[name]).toEqual(all);
    expect(report.told[`${name} piped`]).toEqual(all);
  });

  test('I2 every other subscriber of changes$ gets every change, in order', () => {
    const all = Array.from({ length: 41 }, (_, write) => write);
    expect(report.told['changes$']).toEqual(all);
    expect(report.told['changes$ piped']).toEqual(all);
  });

  test('I2 every other subscriber of status$ gets every transition', () => {
    expect(report.told['status$']).toEqual([0, 40]);
    expect(report.told['status$ piped']).toEqual([0, 40]);
  });

  test('I11 they all are told of the end', () => {
    expect([...report.completed].sort()).toEqual(STREAMS.flatMap((name) => [name, `${name} piped`]).sort());
  });

  test('I3 the errors are logged, each at least once, and none more often than it was thrown', () => {
    for (const [name, times] of Object.entries(report.threw)) {
      if (name.endsWith(', heard')) continue; // it has a handler of its own
      const said = report.lines.filter((line) => line.includes(`subscriber ${name} is broken`)).length;
      expect([name, said > 0, said <= times]).toEqual([name, true, true]);
    }
  });

  test.each(STREAMS)(
    'I2 a subscriber of %s that throws each time is told each time: its subscription goes on',
    (name) => {
      const times = { snapshot$: 41, changes$: 41, list$: 41 }[name] ?? 4;
      expect(report.threw[`${name} next`]).toBeGreaterThanOrEqual(times);
      expect(report.threw[`${name} async`]).toBeGreaterThanOrEqual(times);
      expect(report.threw[`${name} complete`]).toBe(1);
    },
  );
});
