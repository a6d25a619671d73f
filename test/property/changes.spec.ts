import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CommonCode } from 'nestjs-common-code';
import { CodeGroup } from '../../lib/domain/code-group.js';
import { type CommonCodeChanges, diffSnapshots } from '../../lib/domain/common-code-changes.js';
import { CommonCodeSnapshot } from '../../lib/domain/common-code-snapshot.js';
import { VersionedMap } from '../../lib/domain/versioned-map.js';

type Codes = readonly CommonCode[];

const codes: fc.Arbitrary<Codes> = fc.uniqueArray(
  fc.record({
    group: fc.constantFrom('A', 'B', 'C'),
    code: fc.constantFrom('1', '2', '3'),
    label: fc.constantFrom('x', 'y'),
    sortOrder: fc.constant(null),
    active: fc.boolean(),
    parent: fc.constant(null),
    attributes: fc.constant({}),
  }),
  { selector: nameOf },
);

function nameOf({ group, code }: Pick<CommonCode, 'group' | 'code'>): string {
  return `${group} ${code}`;
}

function snapshotOf(version: number, given: Codes, shared?: CommonCodeSnapshot): CommonCodeSnapshot {
  const groups = new Map<string, CodeGroup<Record<string, unknown>>>();
  for (const name of new Set(given.map(({ group }) => group))) {
    const members = given.filter(({ group }) => group === name);
    const before = shared?.byName.get(name);
    const same = before?.codes.size === members.length && members.every((code) => before.codes.get(code.code) === code);
    groups.set(name, same ? (before as never) : new CodeGroup(new Map(members.map((code) => [code.code, code]))));
  }
  return new CommonCodeSnapshot(version, given.length, new VersionedMap(groups), () => {});
}

function applied(before: Codes, { added, updated, removed }: CommonCodeChanges): Map<string, CommonCode> {
  const result = new Map(before.map((code) => [nameOf(code), code]));
  for (const code of removed) expect(result.delete(nameOf(code))).toBe(true);
  for (const { before: was, after } of updated) {
    expect(result.get(nameOf(after))).toBe(was);
    result.set(nameOf(after), after);
  }
  for (const code of added) {
    expect(result.has(nameOf(code))).toBe(false);
    result.set(nameOf(code), code);
  }
  return result;
}

const byName = (given: Codes) => new Map(given.map((code) => [nameOf(code), code]));

describe('design 5: the changes between any two versions', () => {
  it('applied to the one give the other', () => {
    fc.assert(
      fc.property(codes, codes, (before, after) => {
        const changes = diffSnapshots(snapshotOf(1, before), snapshotOf(2, after));
        expect(changes.version).toBe(2);
        expect(applied(before, changes)).toEqual(byName(after));
      }),
      { numRuns: 500 },
    );
  });

  it('name nothing that the two have in common', () => {
    fc.assert(
      fc.property(codes, codes, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), (before, others, keeps) => {
        const kept = before.filter((_, index) => keeps[index]);
        const new_ = others.filter((code) => !kept.some((other) => nameOf(other) === nameOf(code)));
        const first = snapshotOf(1, before);
        const changes = diffSnapshots(first, snapshotOf(2, [...kept, ...new_], first));
        expect(applied(before, changes)).toEqual(byName([...kept, ...new_]));
        const named = [...changes.added, ...changes.removed, ...changes.updated.map(({ after }) => after)];
        expect(named.filter((code) => kept.includes(code))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('of the first version are all its codes', () => {
    fc.assert(
      fc.property(codes, (after) => {
        const changes = diffSnapshots(undefined, snapshotOf(1, after));
        expect([changes.updated, changes.removed]).toEqual([[], []]);
        expect(applied([], changes)).toEqual(byName(after));
      }),
      { numRuns: 200 },
    );
  });
});
