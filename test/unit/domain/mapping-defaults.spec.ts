import { describe, expect, it } from '@jest/globals';
import { mapRow, rowOf } from './domain-under-test.js';

describe('design 5: the mapping without options', () => {
  it('takes group_code, code, code_name, sort_order and use_yn, and knows no parent', () => {
    expect(mapRow(rowOf({ group_code: 'BANK', code: '004', code_name: '국민', sort_order: 3, use_yn: 'N' }))).toEqual({
      group: 'BANK',
      code: '004',
      label: '국민',
      sortOrder: 3,
      active: false,
      parent: null,
      attributes: {},
    });
  });

  it('gives attributes that nobody can add to where no column is left for them', () => {
    expect(Object.isFrozen(mapRow(rowOf()).attributes)).toBe(true);
  });

  it('takes as attributes all columns that are not mapped, values as they are', () => {
    const row = rowOf({
      id: 7,
      name_en: 'KB',
      parent_code: 'P',
      tags: ['a', null],
      options: { swift: null },
      big: '9007199254740993',
    });
    expect(mapRow(row).attributes).toEqual({
      id: 7,
      name_en: 'KB',
      parent_code: 'P',
      tags: ['a', null],
      options: { swift: null },
      big: '9007199254740993',
    });
    expect(mapRow(rowOf({ memo: null })).attributes).toEqual({ memo: null });
  });

  it('does without sort_order and use_yn where the table has none: no order, and everything is active', () => {
    const code = mapRow({ group_code: 'G', code: 'C', code_name: 'name' });
    expect(code).toMatchObject({ sortOrder: null, active: true });
  });
});
