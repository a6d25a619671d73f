import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * One embedded Electric for all suites of a run, in a process of its own: it takes seconds to start. Suites find it by
 * electric-target.ts. With ELECTRIC_URL and DATABASE_URL they are pointed at those instead, and a run of suites that
 * need none starts none.
 */
export default async function setUpElectric(globalConfig) {
  const { ELECTRIC_URL, DATABASE_URL, ELECTRIC_SECRET } = process.env;
  if (Boolean(ELECTRIC_URL) !== Boolean(DATABASE_URL)) {
    throw new Error('Set both ELECTRIC_URL and DATABASE_URL to test against a real Electric, or neither');
  }
  if (ELECTRIC_URL) {
    publish({ url: ELECTRIC_URL, databaseUrl: DATABASE_URL, secret: ELECTRIC_SECRET, isReal: true });
  } else if (needsElectric(globalConfig)) {
    const child = startEmbedded({ longPollTimeoutMs: 2_000, allowDelete: true });
    globalThis.embeddedElectricProcess = child;
    publish({ ...(await firstLine(child)), isReal: false });
  }
}

function publish(target) {
  process.env.NCC_TEST_ELECTRIC = JSON.stringify(target);
}

/** Whether a suite of the run uses electric-target.ts, itself or by what it imports. */
function needsElectric({ rootDir, testPathPatterns }) {
  const patterns = (testPathPatterns?.patterns ?? []).map((pattern) => new RegExp(pattern, 'i'));
  return readdirSync(join(rootDir, 'test'), { recursive: true })
    .map((file) => join(rootDir, 'test', file))
    .filter((file) => file.endsWith('.spec.ts'))
    .filter((file) => patterns.length === 0 || patterns.some((pattern) => pattern.test(file)))
    .some((file) => usesTarget(file, new Set()));
}

function usesTarget(file, seen) {
  if (basename(file) === 'electric-target.ts') return true;
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/from '(\.{1,2}\/[^']+)\.js'/g);
  return [...imports].some(([, path]) => usesTarget(join(dirname(file), `${path}.ts`), seen));
}

function startEmbedded(options) {
  const script = join(import.meta.dirname, 'embedded-electric.main.ts');
  return spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
}

async function firstLine(child) {
  const exited = new Promise((_, reject) => {
    child.once('exit', (code) => reject(new Error(`The embedded Electric did not start: exit code ${code}`)));
  });
  const line = new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
  return JSON.parse(await Promise.race([line, exited]));
}
