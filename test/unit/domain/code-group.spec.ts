import { describe, expect, it } from '@jest/globals';
import type { CommonCode } from 'nestjs-common-code';
import { CodeGroup } from '../../../lib/domain/code-group.js';
import { codeOf } from './domain-under-test.js';

function groupOf(...codes: readonly CommonCode[]): CodeGroup<Record<string, unknown>> {
  return new CodeGroup(new Map(codes.map((code) => [code.code, code])));
}

const names = (codes: readonly CommonCode[]) => codes.map(({ code }) => code);

describe('design 5: the order of a group', () => {
  it('is by sort order, as numbers, nulls last', () => {
    const group = groupOf(
      codeOf({ code: 'none', sortOrder: null }),
      codeOf({ code: 'ten', sortOrder: 10 }),
      codeOf({ code: 'two', sortOrder: 2 }),
      codeOf({ code: 'zero', sortOrder: 0 }),
      codeOf({ code: 'minus', sortOrder: -1 }),
      codeOf({ code: 'half', sortOrder: 0.5 }),
    );
    expect(names(group.listAll)).toEqual(['minus', 'zero', 'half', 'two', 'ten', 'none']);
  });

  it.each([[1], [null]])('is by code, code unit by code unit, where the sort order is the same: %j', (sortOrder) => {
    const sorted = ['', '01', '1', '10', '2', 'A', 'B', 'a', 'é', '가', '나', '😀', '\uff21'];
    const shuffled = [...sorted].reverse();
    expect(names(groupOf(...shuffled.map((code) => codeOf({ code, sortOrder }))).listAll)).toEqual(sorted);
  });

  it('puts a code without an order after one with any', () => {
    const sorted = [codeOf({ code: 'z', sortOrder: Number.MAX_VALUE }), codeOf({ code: 'a' })];
    expect(names(groupOf(...sorted).listAll)).toEqual(['z', 'a']);
    expect(names(groupOf(...[...sorted].reverse()).listAll)).toEqual(['z', 'a']);
  });
});

describe('design 5: the views of a group', () => {
  const group = groupOf(
    codeOf({ code: 'b', label: 'same', sortOrder: 2, active: false, parent: 'a' }),
    codeOf({ code: 'c', label: 'same', sortOrder: 3, parent: 'a' }),
    codeOf({ code: 'a', label: 'first', sortOrder: 1 }),
    codeOf({ code: 'd', label: 'same', sortOrder: 0, parent: 'b' }),
  );

  it('list is what a dropdown shows: active, in order', () => {
    expect(names(group.list)).toEqual(['d', 'a', 'c']);
  });

  it('listAll is all, in order', () => {
    expect(names(group.listAll)).toEqual(['d', 'a', 'b', 'c']);
  });

  it('labels has all codes, in order', () => {
    expect([...group.labels]).toEqual([
      ['d', 'same'],
      ['a', 'first'],
      ['b', 'same'],
      ['c', 'same'],
    ]);
  });

  it('findByLabel gives all that carry the label, active or not, in order: labels are not unique', () => {
    expect(names(group.findByLabel('same'))).toEqual(['d', 'b', 'c']);
    expect(names(group.findByLabel('first'))).toEqual(['a']);
    expect(group.findByLabel('other')).toEqual([]);
  });

  it('children are the active codes directly under one, in order, be that one active or not', () => {
    expect(names(group.children('a'))).toEqual(['c']);
    expect(names(group.children('b'))).toEqual(['d']);
    expect(group.children('c')).toEqual([]);
    expect(group.children('unknown')).toEqual([]);
  });

  it('I5: are made once', () => {
    expect(group.list).toBe(group.list);
    expect(group.listAll).toBe(group.listAll);
    expect(group.labels).toBe(group.labels);
    expect(group.tree(() => {})).toBe(group.tree(() => {}));
    expect(group.findByLabel('same')).toBe(group.findByLabel('same'));
    expect(group.findByLabel('other')).toBe(group.findByLabel('another'));
    expect(group.children('a')).toBe(group.children('a'));
    expect(group.children('c')).toBe(group.children('unknown'));
  });

  it('give no list that a reader could change for all others', () => {
    const lists = [
      group.list,
      group.listAll,
      group.tree(() => {}),
      group.findByLabel('same'),
      group.findByLabel('x'),
      group.children('x'),
    ];
    expect(lists.map(Object.isFrozen)).toEqual(lists.map(() => true));
    const active = groupOf(codeOf());
    expect([active.list, active.listAll].map(Object.isFrozen)).toEqual([true, true]);
  });

  it('children is a list that no reader can change for all others', () => {
    expect(Object.isFrozen(group.children('a'))).toBe(true);
  });
});
