import { describe, expect, it } from '@jest/globals';
import { rowOf, TableUnderTest } from './domain-under-test.js';

describe('I10: a bad row is set aside', () => {
  it('counted and listed with its key and reason, while the others go on; it enters when it is mended', () => {
    const table = new TableUnderTest();
    const applied = table.reset(rowOf({ code: 'a' }), rowOf({ code: 'b', use_yn: '?' }));
    expect(applied.rejected).toEqual([
      { key: { group_code: 'G', code: 'b' }, reason: expect.stringMatching(/^active: "\?"/) },
    ]);
    expect(table.table.rejected).toEqual(applied.rejected);
    expect(table.codes()).toEqual(['a']);

    expect(table.update(rowOf({ code: 'a', code_name: 'x' }))?.rejected).toEqual([]);
    expect(table.update(rowOf({ code: 'b' }))?.rejected).toEqual([]);
    expect(table.codes()).toEqual(['a', 'b']);
    expect(table.rejected).toEqual({});
  });

  it('a code whose row goes bad leaves', () => {
    const table = new TableUnderTest();
    table.reset(rowOf({ code: 'a' }), rowOf({ code: 'b' }));
    expect(table.update(rowOf({ code: 'b', use_yn: '?' }))?.rejected).toHaveLength(1);
    expect(table.codes()).toEqual(['a']);
    expect(table.snapshot.size).toBe(1);
  });

  it('a commit that only rejects makes no version', () => {
    const table = new TableUnderTest();
    const before = table.reset(rowOf()).snapshot;
    expect(table.insert(rowOf({ code: 'b', use_yn: '?' }))?.snapshot).toBe(before);
    expect(Object.keys(table.rejected)).toEqual(['G|b']);
  });

  it('a bad row that is deleted is forgotten', () => {
    const table = new TableUnderTest();
    table.reset(rowOf({ use_yn: '?' }));
    expect(table.delete(rowOf())?.contradictions).toBe(0);
    expect(table.rejected).toEqual({});
  });

  it('a row that is as bad in another way is listed with the new reason', () => {
    const table = new TableUnderTest(['id']);
    table.reset(rowOf({ id: 1, use_yn: '?' }));
    table.update(rowOf({ id: 1, group_code: null }));
    expect(table.rejected).toEqual({ 1: 'group: the row has none' });
  });

  it('attributes that are nested thousands deep come and go like others, and hold nothing up', () => {
    const table = new TableUnderTest(['group_code', 'code'], {}, ['group_code', 'code', 'code_name', 'memo']);
    const deep = () => JSON.parse('['.repeat(4_000) + ']'.repeat(4_000));
    table.reset(rowOf({ memo: deep() }), rowOf({ code: 'other' }));
    table.apply([
      table.change('update', rowOf({ memo: deep() })),
      table.change('update', rowOf({ code: 'other', code_name: 'x' })),
    ]);
    expect(table.snapshot.label('G', 'other')).toBe('x');
    table.reset(rowOf({ memo: deep() }), rowOf({ code: 'other', code_name: 'y' }));
    expect(table.snapshot.label('G', 'other')).toBe('y');
  });
});
