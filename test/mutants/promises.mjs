import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** All that the design promises by number: the invariants, and the rules of the wire. */
export const PROMISES = [...numbered('I', 12), ...numbered('W', 16)];

/** @returns a pattern for the names of tests that bear the promise's number. */
export function bears(promise) {
  return new RegExp(`\\b${promise}\\b`);
}

/** @returns what is wrong with a list of mutants itself: each applies to one place of lib/, and each promise has one. */
export function problemsOf(mutants, root) {
  const ids = new Set();
  const problems = mutants.flatMap((mutant) => {
    const known = ids.has(mutant.id);
    ids.add(mutant.id);
    return [...(known ? [`${mutant.id}: is there twice`] : []), ...problemsOfOne(mutant, root)];
  });
  const broken = new Set(mutants.map(({ promise }) => promise));
  return [...problems, ...PROMISES.filter((promise) => !broken.has(promise)).map((each) => `${each}: has no mutant`)];
}

function* problemsOfOne({ id, promise, file, find, replace }, root) {
  if (!PROMISES.includes(promise) && !promise.startsWith('design ')) yield `${id}: what is ${promise}?`;
  if (find === replace) yield `${id}: changes nothing`;
  const times = readFileSync(join(root, file), 'utf8').split(find).length - 1;
  if (times !== 1) yield `${id}: ${JSON.stringify(find)} is ${times} times in ${file}, and not once`;
}

function numbered(letter, count) {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}
