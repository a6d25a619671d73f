/**
 * Breaks the library on purpose, one line at a time, and expects its tests to notice: `npm run mutants -- [--only W4,i7-…]`.
 *
 * Each mutant of test/mutants/mutants.mjs breaks one promise: an invariant (I1–I12), a rule of the wire (W1–W16), or a
 * section of the design. It is applied to a copy of the repository, the tests that bear the promise's number are run there, and
 * one of them has to fail. A mutant that none notices fails this script; so does a promise without a mutant, a change that does
 * not apply to exactly one place, or a promise without a test.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { transformSync } from '@swc/core';
import jestConfig from '../jest.config.mjs';
import { MUTANTS } from '../test/mutants/mutants.mjs';

const root = resolve(import.meta.dirname, '..');
const PROMISES = [
  ...Array.from({ length: 12 }, (_, index) => `I${index + 1}`),
  ...Array.from({ length: 16 }, (_, index) => `W${index + 1}`),
];
/** Where tests bear numbers, and need no Electric. */
const FOLDERS = ['test/unit', 'test/property', 'test/overload/burst', 'test/overload/logger', 'test/store'];
const COPIED = ['lib', 'test', 'scripts', 'jest.config.mjs', 'package.json', 'tsconfig.base.json', 'tsconfig.json'];
/** Suites that take longer are run only if the others notice nothing. */
const QUICK_MS = 2_500;
const LONGEST_MS = 240_000;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    out: { type: 'string', default: join(root, '.tmp/reliability/mutants.json') },
  },
});

const started = Date.now();
const problems = problemsOf(MUTANTS);
if (problems.length > 0) fail(problems);
const only = values.only?.split(',');
const chosen = MUTANTS.filter(({ id, promise }) => only === undefined || only.includes(id) || only.includes(promise));
if (chosen.length === 0) fail([`there is no mutant ${values.only}`]);

const folder = mkdtempSync(join(tmpdir(), 'common-code-mutants-'));
const copies = Array.from({ length: Number(values.jobs) }, (_, index) => createCopy(join(folder, String(index))));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const tests = await testsByPromise(copies[0]);
const untested = [...new Set(chosen.map(({ promise }) => promise))].filter((promise) => !tests.has(promise));
if (untested.length > 0) fail(untested.map((promise) => `no test bears ${promise}`));

const results = [];
const queue = [...chosen];
await Promise.all(
  copies.map(async (copy) => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const result = await tryOut(mutant, copy);
      results.push(result);
      const mark = { killed: '✓', survived: '✗ SURVIVED', invalid: '✗ INVALID' }[result.outcome];
      console.log(`${mark} ${mutant.promise.padEnd(9)} ${mutant.id} (${seconds(result.ms)} s)  ${result.by}`);
    }
  }),
);
report();

/** @returns what is wrong with the list itself. */
function problemsOf(mutants) {
  const found = [];
  const ids = new Set();
  for (const { id, promise, file, find, replace } of mutants) {
    if (ids.has(id)) found.push(`${id}: is there twice`);
    ids.add(id);
    if (!PROMISES.includes(promise) && !promise.startsWith('design ')) found.push(`${id}: what is ${promise}?`);
    const source = readFileSync(join(root, file), 'utf8');
    const times = source.split(find).length - 1;
    if (times !== 1) found.push(`${id}: ${JSON.stringify(find)} is ${times} times in ${file}, and not once`);
    if (find === replace) found.push(`${id}: changes nothing`);
  }
  for (const promise of PROMISES) {
    if (!mutants.some((mutant) => mutant.promise === promise)) found.push(`${promise}: has no mutant`);
  }
  return found;
}

function createCopy(path) {
  mkdirSync(path);
  for (const name of COPIED) cpSync(join(root, name), join(path, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  const reporter = join(path, 'test/mutants/first-failure.reporter.mjs');
  const config = { ...jestConfig, rootDir: path, reporters: [[reporter, { out: join(path, 'first-failure.json') }]] };
  writeFileSync(join(path, 'first-failure.config.json'), JSON.stringify(config));
  return path;
}

/** The library as it is: all tests pass. @returns the suites that have tests of each promise, with what they take. */
async function testsByPromise(copy) {
  console.log('The library as it is …');
  const out = join(copy, 'results.json');
  const { json, output } = await jest(copy, ['--json', `--outputFile=${out}`, ...FOLDERS], 900_000, out);
  if (json === undefined || !json.success) fail([`the tests fail without any mutant:\n${output.slice(-4_000)}`]);
  const found = new Map();
  for (const { name, assertionResults } of json.testResults) {
    for (const promise of new Set(MUTANTS.map((mutant) => mutant.promise))) {
      const own = assertionResults.filter(({ fullName }) => bears(promise).test(fullName));
      if (own.length === 0) continue;
      const ms = own.reduce((sum, { duration }) => sum + (duration ?? 0), 0);
      found.set(promise, [...(found.get(promise) ?? []), { suite: relative(copy, name), ms }]);
    }
  }
  console.log(`… passes: ${json.numPassedTests} tests, ${seconds(Date.now() - started)} s`);
  return found;
}

function bears(promise) {
  return new RegExp(`\\b${promise}\\b`);
}

async function tryOut(mutant, copy) {
  const from = Date.now();
  const file = join(copy, mutant.file);
  const original = readFileSync(file, 'utf8');
  const changed = original.replace(mutant.find, () => mutant.replace);
  const done = (outcome, by) => ({ ...mutant, outcome, by, ms: Date.now() - from });
  try {
    transformSync(changed, { filename: file, jsc: { parser: { syntax: 'typescript', decorators: true } } });
  } catch {
    return done('invalid', 'it is no TypeScript');
  }
  writeFileSync(file, changed);
  try {
    const suites = tests.get(mutant.promise);
    for (const some of [suites.filter(({ ms }) => ms < QUICK_MS), suites.filter(({ ms }) => ms >= QUICK_MS)]) {
      if (some.length === 0) continue;
      const filter = ['-t', bears(mutant.promise).source, '--runTestsByPath', ...some.map(({ suite }) => suite)];
      const { json, timedOut, output } = await jest(
        copy,
        [`--config=${copy}/first-failure.config.json`, ...filter],
        LONGEST_MS,
      );
      if (timedOut) return done('killed', 'never ends');
      if (json?.failed !== undefined) return done('killed', json.failed);
      if (json?.passed === undefined) return done('invalid', json?.broken ?? output.slice(-1_000));
    }
    return done('survived', '');
  } finally {
    writeFileSync(file, original);
  }
}

/** Runs jest in a copy. @returns what it, or its reporter, has written to `out`, if it came to that. */
function jest(copy, more, limitMs, out = join(copy, 'first-failure.json')) {
  rmSync(out, { force: true });
  const flags = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runInBand', '--watchman=false'];
  const options = [`--cacheDirectory=${join(folder, 'cache')}`, '--forceExit', '--silent'];
  const args = [...flags, ...options, ...more];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    let timedOut = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output = `${output}${data}`.slice(-100_000);
      });
    }
    const timer = setTimeout(() => {
      timedOut = true;
      process.kill(-child.pid, 'SIGKILL'); // its own group: nothing else is in it
    }, limitMs);
    child.once('close', () => {
      clearTimeout(timer);
      let json;
      try {
        json = JSON.parse(readFileSync(out, 'utf8'));
      } catch {
        // it did not come to an end
      }
      resolve({ json, timedOut, output });
    });
  });
}

function report() {
  const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
  const summary = {
    suite: 'mutants',
    mutants: results.length,
    killed: count('killed'),
    survived: count('survived'),
    invalid: count('invalid'),
    promises: new Set(results.map(({ promise }) => promise)).size,
    durationMs: Date.now() - started,
    node: process.version,
    results: results.map(({ id, promise, file, outcome, by, ms }) => ({ id, promise, file, outcome, by, ms })),
  };
  mkdirSync(join(values.out, '..'), { recursive: true });
  writeFileSync(values.out, `${JSON.stringify(summary, null, 2)}\n`);

  const order = [...PROMISES, ...new Set(results.map(({ promise }) => promise))];
  console.log('\npromise    killed  survived  mutants');
  for (const promise of new Set(order)) {
    const own = results.filter((result) => result.promise === promise);
    if (own.length === 0) continue;
    const killed = own.filter(({ outcome }) => outcome === 'killed').length;
    const names = own
      .map(({ id, outcome }) => (outcome === 'killed' ? id : `${id} (${outcome.toUpperCase()})`))
      .join(', ');
    console.log(
      `${promise.padEnd(11)}${String(killed).padStart(6)}${String(own.length - killed).padStart(10)}  ${names}`,
    );
  }
  const { mutants, killed, survived, invalid } = summary;
  console.log(
    `\n${killed} of ${mutants} killed, ${survived} survived, ${invalid} invalid, ${seconds(summary.durationMs)} s`,
  );
  process.exitCode = killed === mutants ? 0 : 1;
}

function seconds(ms) {
  return (ms / 1000).toFixed(1);
}

function fail(lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}
