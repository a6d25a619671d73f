import { describe, expect, it } from '@jest/globals';
import { rowOf, TableUnderTest } from './domain-under-test.js';

describe('I2: versions', () => {
  it('begin with 1, with an empty table too', () => {
    const table = new TableUnderTest();
    expect(table.table.snapshot).toBeUndefined();
    const { snapshot, changed } = table.reset();
    expect(snapshot).toMatchObject({ version: 1, size: 0 });
    expect(snapshot.groups()).toEqual([]);
    expect([...changed]).toEqual([]);
    expect(table.table.snapshot).toBe(snapshot);
  });

  it('grow by one per commit that changes something', () => {
    const table = new TableUnderTest();
    table.reset(rowOf());
    expect(table.insert(rowOf({ code: 'a' }), rowOf({ code: 'b' }))?.snapshot.version).toBe(2);
    expect(table.update(rowOf({ code: 'a', use_yn: 'N' }))?.snapshot.version).toBe(3);
    expect(table.delete(rowOf({ code: 'a' }))?.snapshot.version).toBe(4);
    expect(table.reset(rowOf()).snapshot.version).toBe(5);
  });

  it.each([
    ['label', { code_name: 'other' }],
    ['sort order', { sort_order: 2 }],
    ['sort order, to none', { sort_order: null }],
    ['active', { use_yn: 'N' }],
    ['parent', { up: 'P' }],
    ['an attribute', { memo: 'other' }],
    ['an attribute, deep inside', { memo: { a: [1, { b: 3 }] } }],
    ['an attribute, to null', { memo: null }],
    ['an attribute, to another type', { memo: ['a'] }],
  ])('are made by a change of %s alone', (_, values) => {
    const columns = ['group_code', 'code', 'code_name', 'sort_order', 'use_yn', 'up', 'memo'];
    const table = new TableUnderTest(['group_code', 'code'], { parent: 'up' }, columns);
    const row = rowOf({ up: null, memo: { a: [1, { b: 2 }] } });
    table.reset(row);
    const applied = table.update({ ...row, ...values });
    expect(applied?.snapshot.version).toBe(2);
    expect([...(applied?.changed ?? [])]).toEqual(['G']);
    expect(table.reset({ ...row, ...values }).snapshot.version).toBe(2);
  });

  it('are not made by a commit that changes nothing', () => {
    const table = new TableUnderTest(['group_code', 'code'], {}, ['group_code', 'code', 'code_name', 'memo']);
    const row = rowOf({ memo: { a: 1, b: [null] } });
    const before = table.reset(row, rowOf({ code: 'b', memo: null })).snapshot;
    const sameInOtherWords = { ...row, use_yn: 'y', memo: { b: [null], a: 1 } };
    for (const applied of [
      table.update(sameInOtherWords),
      table.apply([table.change('delete', row), table.change('insert', row)]),
      table.apply([table.change('insert', rowOf({ code: 'c' })), table.change('delete', rowOf({ code: 'c' }))]),
      table.apply([]),
      table.reset(rowOf({ code: 'b', memo: null }), sameInOtherWords),
    ]) {
      expect(applied?.snapshot).toBe(before);
      expect([...(applied?.changed ?? ['?'])]).toEqual([]);
    }
  });

  it('name the groups that are not as they were', () => {
    const table = new TableUnderTest();
    table.reset(rowOf({ group_code: 'A' }), rowOf({ group_code: 'B' }), rowOf({ group_code: 'C' }));
    const moved = table.apply([
      table.change('delete', rowOf({ group_code: 'A' })),
      table.change('insert', rowOf({ group_code: 'D' })),
      table.change('update', rowOf({ group_code: 'B' })),
    ]);
    expect([...(moved?.changed ?? [])].sort()).toEqual(['A', 'D']);
    expect(table.snapshot.groups()).toEqual(['B', 'C', 'D']);
    const reset = table.reset(rowOf({ group_code: 'B' }), rowOf({ group_code: 'C', code_name: 'other' }));
    expect([...reset.changed].sort()).toEqual(['C', 'D']);
  });
});
