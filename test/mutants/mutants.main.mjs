/**
 * Breaks the library on purpose, one line at a time, and expects its tests to notice:
 * `npm run mutants -- [--check] [--only W4,i7-no-transaction] [--resume] [--jobs 2] [--out file]`.
 *
 * Each mutant of list/ breaks one promise: an invariant (I1–I12), a rule of the wire (W1–W16), or a section of the design. It
 * is applied to a copy of the repository, the tests that bear the promise's number are run there, and one of them has to fail.
 * A mutant that none notices fails this script; so does a promise without a mutant, a change that does not apply to exactly
 * one place, or a promise without a test.
 *
 * `--check` looks at the list alone; `--resume` leaves out what a run of the same code that was broken off has killed.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LibraryCopy } from './library-copy.mjs';
import { MUTANTS } from './list/index.mjs';
import { problemsOf } from './promises.mjs';
import { killedBefore, lineOn, seconds, summaryOf, tableOf, write } from './report.mjs';
import { suitesByPromise, tryOut } from './try-out.mjs';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    check: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
    out: { type: 'string' },
  },
});

const started = Date.now();
const problems = problemsOf(MUTANTS, root);
if (problems.length > 0) fail(problems);
if (values.check) process.exit(0);
const only = values.only?.split(',');
const chosen = MUTANTS.filter(({ id, promise }) => only === undefined || only.includes(id) || only.includes(promise));
if (chosen.length === 0) fail([`there is no mutant ${values.only}`]);
const out = values.out ?? join(root, `.tmp/reliability/mutants${only === undefined ? '' : '-some'}.json`);

const folder = mkdtempSync(join(tmpdir(), 'common-code-mutants-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
const copies = Array.from(
  { length: Number(values.jobs) },
  (_, index) => new LibraryCopy(root, join(folder, String(index)), join(folder, 'cache')),
);
const code = hashOf(join(copies[0].path, 'lib'), join(copies[0].path, 'test'));

console.log('The library as it is …');
const promises = [...new Set(chosen.map(({ promise }) => promise))];
const { suites, tests } = await suitesByPromise(copies[0], promises, copies.length).catch(({ message }) =>
  fail([message]),
);
const untested = promises.filter((promise) => suites.get(promise).length === 0);
if (untested.length > 0) fail(untested.map((promise) => `no test bears ${promise}`));
console.log(`… passes: ${tests} tests, ${seconds(Date.now() - started)} s`);

const results = values.resume ? killedBefore(out, code) : [];
const queue = chosen.filter(({ id }) => results.every((result) => result.id !== id));
const resumed = results.length;
const summary = () => summaryOf(results, { tests, resumed, durationMs: Date.now() - started, code });
await Promise.all(
  copies.map(async (copy) => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const result = await tryOut(mutant, copy, suites.get(mutant.promise));
      results.push(result);
      write(out, summary());
      console.log(lineOn(result));
    }
  }),
);
write(out, summary());
console.log(`\n${tableOf(summary())}`);
process.exitCode = results.every(({ outcome }) => outcome === 'killed') ? 0 : 1;

function hashOf(...folders) {
  const hash = createHash('sha256');
  const files = folders
    .flatMap((each) => readdirSync(each, { recursive: true }).map((name) => join(each, name)))
    .sort();
  for (const file of files.filter((each) => statSync(each).isFile())) hash.update(readFileSync(file));
  return hash.digest('hex');
}

function fail(lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}
