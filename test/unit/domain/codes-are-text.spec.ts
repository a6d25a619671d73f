import { describe, expect, it } from '@jest/globals';
import { mapRow, rowOf } from './domain-under-test.js';

describe('design 5: a code is text', () => {
  it.each([
    ['01', '01'],
    ['1', '1'],
    [1, '1'],
    [' 1', ' 1'],
    ['', ''],
    [1.5, '1.5'],
    [true, 'true'],
    [['a', 1], '["a",1]'],
    [{ a: 1 }, '{"a":1}'],
  ])('%j is the group, the code and the parent %j', (value, text) => {
    const code = mapRow(rowOf({ group_code: value, code: value, up: value }), { parent: 'up' });
    expect([code.group, code.code, code.parent]).toEqual([text, text, text]);
  });

  it('a null label is the code itself; a blank one is a label', () => {
    expect(mapRow(rowOf({ code: 7, code_name: null })).label).toBe('7');
    expect(mapRow(rowOf({ code_name: '' })).label).toBe('');
    expect(mapRow(rowOf(), { label: () => undefined }).label).toBe('C');
  });

  it('a null parent is none', () => {
    expect(mapRow(rowOf({ up: null }), { parent: 'up' }).parent).toBeNull();
  });

  it.each([
    ['group_code', 'group'],
    ['code', 'code'],
  ])('I10: a null %s rejects the row', (column, property) => {
    expect(() => mapRow(rowOf({ [column]: null }))).toThrow(`${property}: the row has none`);
  });
});
