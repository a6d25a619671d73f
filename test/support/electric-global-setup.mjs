import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
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

/** Suites in these folders start what they need themselves, or need nothing. */
const SELF_SUFFICIENT = /[\\/]test[\\/](unit|embedded|consumers)[\\/]/;

function needsElectric({ rootDir, testPathPatterns }) {
  const patterns = (testPathPatterns?.patterns ?? []).map((pattern) => new RegExp(pattern, 'i'));
  return readdirSync(join(rootDir, 'test'), { recursive: true })
    .map((file) => join(rootDir, 'test', file))
    .filter((file) => file.endsWith('.spec.ts') && !SELF_SUFFICIENT.test(file))
    .some((file) => patterns.length === 0 || patterns.some((pattern) => pattern.test(file)));
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
