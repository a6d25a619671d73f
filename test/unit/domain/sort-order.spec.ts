import { describe, expect, it } from '@jest/globals';
import { mapRow, rowOf } from './domain-under-test.js';

describe('design 5: sort order, coerced from any numeric', () => {
  it.each([
    [3, 3],
    [0, 0],
    [-2, -2],
    [1.5, 1.5],
    ['3', 3],
    ['-7', -7],
    ['0010', 10],
    ['1.500', 1.5],
    ['9007199254740993', 9007199254740992],
    ['123456789012345678901234567890.5', 1.2345678901234568e29],
    ['1e+30', 1e30],
    [' 4 ', 4],
  ])('%j is %d', (value, number) => {
    expect(mapRow(rowOf({ sort_order: value })).sortOrder).toBe(number);
  });

  it('a bigint of a function is its number', () => {
    expect(mapRow(rowOf(), { sortOrder: () => 12n }).sortOrder).toBe(12);
  });

  it.each([[null], [''], [' '], ['abc'], ['1a'], ['NaN'], ['Infinity'], ['-Infinity'], [true], [{ a: 1 }], [[1]]])(
    '%j is none, and sorts last',
    (value) => {
      expect(mapRow(rowOf({ sort_order: value })).sortOrder).toBeNull();
    },
  );

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY], [undefined]])(
    '%d of a function is none',
    (value) => {
      expect(mapRow(rowOf(), { sortOrder: () => value }).sortOrder).toBeNull();
    },
  );
});
