import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/**
 * Runs a suite's script in a process of its own, so that whatever is thrown out of the library is seen, and which has to end
 * by itself (I11).
 * @param name of its counts in `.tmp/reliability/`.
 * @param flags for Node.
 */
export async function reportedRun(
  script: string,
  name: string,
  options: readonly string[],
  flags: readonly string[] = [],
) {
  const out = join(root, `.tmp/reliability/${name}.json`);
  mkdirSync(dirname(out), { recursive: true });
  const child = spawn(process.execPath, [...flags, '--import', 'tsx', join(root, script), ...options, '--out', out], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, report: JSON.parse(readFileSync(out, 'utf8')) };
}
