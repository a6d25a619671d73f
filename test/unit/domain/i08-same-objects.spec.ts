import { describe, expect, it } from '@jest/globals';
import { rowOf, TableUnderTest } from './domain-under-test.js';

describe('I8: what did not change goes on being the same object', () => {
  it.each([
    { name: 'keyed by group and code', key: ['group_code', 'code'] },
    { name: 'with a surrogate key', key: ['id'] },
  ])('groups and codes, in a table $name, over commits and resets', ({ key }) => {
    const table = new TableUnderTest(key);
    const rows = ['a', 'b', 'c'].flatMap((group, g) =>
      ['1', '2'].map((code, c) => rowOf({ id: g * 2 + c, group_code: group, code })),
    );
    const before = table.reset(...rows).snapshot;
    before.groups();
    const changed = rows.map((row, index) => (index === 0 ? { ...row, code_name: 'other' } : row));
    table.update(changed[0] as (typeof rows)[0]);
    const next = table.snapshot;
    for (const after of [next, table.reset(...[...changed].reverse()).snapshot]) {
      expect(after.byName.get('a')).not.toBe(before.byName.get('a'));
      expect(after.get('a', '2')).toBe(before.get('a', '2'));
      expect(after.byName.get('b')).toBe(before.byName.get('b'));
      expect(after.list('c')).toBe(before.list('c'));
      expect(after.groups()).toBe(before.groups());
    }
    table.delete(...rows.slice(4));
    expect(table.snapshot.groups()).toEqual(['a', 'b']);
    expect(before.groups()).toEqual(['a', 'b', 'c']);
  });

  it('names are not shared with a version that has as many others', () => {
    const table = new TableUnderTest();
    table.reset(rowOf({ group_code: 'a' }), rowOf({ group_code: 'b' }));
    expect(table.snapshot.groups()).toEqual(['a', 'b']);
    table.reset(rowOf({ group_code: 'a' }), rowOf({ group_code: 'c' }));
    expect(table.snapshot.groups()).toEqual(['a', 'c']);
  });
});
