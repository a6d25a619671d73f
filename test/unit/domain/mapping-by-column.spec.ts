import { describe, expect, it } from '@jest/globals';
import { mapRow, rowOf } from './domain-under-test.js';

describe('design 5: the mapping by column names', () => {
  const row = { grp: 'G', cd: 'C', nm: 'name', ord: 2, on: false, up: 'P', group_code: 'x', code: 'y', use_yn: 'N' };
  const mapping = { group: 'grp', code: 'cd', label: 'nm', sortOrder: 'ord', active: 'on', parent: 'up' };

  it('takes each property from its column, and what is left, defaults that were replaced included, as attributes', () => {
    expect(mapRow(row, mapping)).toEqual({
      group: 'G',
      code: 'C',
      label: 'name',
      sortOrder: 2,
      active: false,
      parent: 'P',
      attributes: { group_code: 'x', code: 'y', use_yn: 'N' },
    });
  });

  it('may take two properties from one column', () => {
    expect(mapRow(rowOf({ code: '7' }), { label: 'code', sortOrder: 'code' })).toMatchObject({
      code: '7',
      label: '7',
      sortOrder: 7,
      attributes: { code_name: 'name', sort_order: 1 },
    });
  });

  it('takes attributes from a column that holds an object; null is none', () => {
    expect(mapRow(rowOf({ data: { a: [1] } }), { attributes: 'data' as never }).attributes).toEqual({ a: [1] });
    expect(mapRow(rowOf({ data: null }), { attributes: 'data' as never }).attributes).toEqual({});
  });

  it.each([['text'], [7], [true], [['a']]])('I10: rejects a row whose attributes column holds %j', (data) => {
    expect(() => mapRow(rowOf({ data }), { attributes: 'data' as never })).toThrow(
      `attributes: expected an object, got ${JSON.stringify(data)}`,
    );
  });
});
