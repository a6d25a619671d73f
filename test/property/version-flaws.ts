import { isDeepStrictEqual } from 'node:util';
import type { CommonCodeChanges, CommonCodeSnapshot } from 'nestjs-common-code';
import type { ModelAttributes } from '../support/model-table.js';

type Snapshot = CommonCodeSnapshot<ModelAttributes>;

/** Groups and codes that did not change, and yet are other objects than before (I8). */
export function objectsMadeForNothing(before: Snapshot, after: Snapshot, changed: ReadonlySet<string>): string[] {
  const made: string[] = [];
  for (const [name, group] of before.byName) {
    const now = after.byName.get(name);
    if (!changed.has(name)) {
      const views = [
        now === group,
        after.list(name) === before.list(name),
        after.listAll(name) === before.listAll(name),
      ];
      const more = [after.labels(name) === before.labels(name), after.tree(name) === before.tree(name)];
      if ([...views, ...more].includes(false)) made.push(`group ${name}`);
    }
    for (const [key, code] of group.codes) {
      const other = now?.codes.get(key);
      if (other !== code && isDeepStrictEqual(other, code)) made.push(`code ${name} ${key}`);
    }
  }
  return made;
}

/** Whether the changes, applied to the old version, give the new one, and say no more than what happened. */
export function flawsOfChanges(
  before: Snapshot | undefined,
  changes: CommonCodeChanges<ModelAttributes>,
  after: Snapshot,
): string[] {
  const flaws: string[] = [];
  const name = ({ group, code }: { group: string; code: string }) => `${group} ${code}`;
  const codes = new Map(codesOf(before).map((code) => [name(code), code]));
  for (const code of changes.removed) {
    if (codes.get(name(code)) !== code) flaws.push(`removed ${name(code)}, which was not there`);
    codes.delete(name(code));
  }
  for (const { before: was, after: is } of changes.updated) {
    if (codes.get(name(was)) !== was || name(was) !== name(is)) flaws.push(`updated ${name(was)}, which was not there`);
    if (isDeepStrictEqual(was, is)) flaws.push(`updated ${name(was)} to the same`);
    codes.set(name(is), is);
  }
  for (const code of changes.added) {
    if (codes.has(name(code))) flaws.push(`added ${name(code)}, which was there`);
    codes.set(name(code), code);
  }
  const expected = new Map(codesOf(after).map((code) => [name(code), code]));
  const same = codes.size === expected.size && [...codes].every(([key, code]) => expected.get(key) === code);
  return same ? flaws : [...flaws, 'the changes do not lead to the new version'];
}

function codesOf(snapshot: Snapshot | undefined) {
  return (snapshot?.groups() ?? []).flatMap((group) => snapshot?.listAll(group) ?? []);
}
