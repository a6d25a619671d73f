import type { Relation } from './relation.js';

/**
 * What a change of the table means to a shape, at the next write (README 24, 25; transcript 13):
 * - `same`: at most types or nullability differ, and the schema is told anew;
 * - `renamed`: one more transaction is told, in the new names, then the shape ends;
 * - `rotated`: the shape ends at once.
 */
export type Revision = 'same' | 'renamed' | 'rotated';

/** @param selected the columns the shape names, if it names any: then the others do not matter to it */
export function revisionOf(
  known: Relation,
  now: Relation | undefined,
  selected: readonly string[] | undefined,
): Revision {
  if (!now || now.oid !== known.oid || now.schema !== known.schema || now.name !== known.name) return 'rotated';
  const relevant = known.columns.filter(({ name }) => selected === undefined || selected.includes(name));
  const names = new Map(now.columns.map(({ number, name }) => [number, name]));
  if (relevant.some(({ number }) => !names.has(number))) return 'rotated';
  if (selected === undefined && now.columns.length !== known.columns.length) return 'rotated';
  if (keyNumbers(known) !== keyNumbers(now)) return 'rotated';
  return relevant.some(({ number, name }) => names.get(number) !== name) ? 'renamed' : 'same';
}

function keyNumbers(relation: Relation): string {
  return relation.columns
    .filter(({ keyIndex }) => keyIndex !== null)
    .map(({ number, keyIndex }) => `${keyIndex}:${number}`)
    .join();
}
