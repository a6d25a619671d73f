import { relative } from 'node:path';
import { bears } from './promises.mjs';

/** Where tests bear numbers, and need no Electric. */
export const FOLDERS = ['test/unit', 'test/property', 'test/overload/burst', 'test/overload/logger', 'test/store'];
/** Suites that take longer are run only if the others notice nothing. */
const QUICK_MS = 2_500;
/** Beside several times what the suites take without a mutant. */
const LONGEST_MS = 60_000;
const LONGEST_OF_ALL_MS = 900_000;

/**
 * Runs the tests on the library as it is.
 * @returns by promise, the suites with tests that bear its number, and how long those take.
 * @throws Error if they do not pass.
 */
export async function suitesByPromise(copy, promises, workers) {
  const { json, output } = await copy.all(FOLDERS, workers, LONGEST_OF_ALL_MS);
  if (!json?.success) throw new Error(`the tests fail without any mutant:\n${output.slice(-4_000)}`);
  const suites = new Map(promises.map((promise) => [promise, []]));
  for (const { name, assertionResults } of json.testResults) {
    for (const [promise, found] of suites) {
      const own = assertionResults.filter(({ fullName }) => bears(promise).test(fullName));
      const ms = own.reduce((sum, { duration }) => sum + (duration ?? 0), 0);
      if (own.length > 0) found.push({ suite: relative(copy.path, name), ms });
    }
  }
  return { suites, tests: json.numPassedTests };
}

/** Breaks the copy by a mutant, and looks whether one of the suites' tests that bear its promise's number notices. */
export async function tryOut(mutant, copy, suites) {
  const from = Date.now();
  const done = ({ outcome, by }) => ({ ...mutant, outcome, by, ms: Date.now() - from });
  try {
    return done(await copy.broken(mutant, () => judge(mutant, copy, suites)));
  } catch (error) {
    return done({ outcome: 'invalid', by: String(error).slice(0, 1_000) });
  }
}

async function judge({ promise }, copy, suites) {
  const quick = suites.filter(({ ms }) => ms < QUICK_MS);
  const slow = suites.filter(({ ms }) => ms >= QUICK_MS);
  for (const some of [quick, slow].filter(({ length }) => length > 0)) {
    const paths = some.map(({ suite }) => suite);
    const limitMs = some.reduce((sum, { ms }) => sum + 5 * ms, LONGEST_MS);
    const { json, timedOut, output } = await copy.untilFirstFailure(bears(promise), paths, limitMs);
    if (timedOut) return { outcome: 'killed', by: 'never ends' };
    if (json?.failed !== undefined) return { outcome: 'killed', by: json.failed };
    if (json?.broken !== undefined) return { outcome: 'killed', by: firstLineOf(json.broken) };
    if (json?.passed === undefined) return { outcome: 'invalid', by: output.slice(-1_000) };
  }
  return { outcome: 'survived', by: '' };
}

/** A suite that cannot even be set up notices too: it could before. */
function firstLineOf(failure) {
  return failure
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 2)
    .join(' ')
    .trim();
}
