import { describe, expect, it } from '@jest/globals';
import type { Row } from 'nestjs-common-code';
import { mapRow, rowOf } from './domain-under-test.js';

describe('design 5: active', () => {
  it.each([['Y'], ['y'], ['1'], [1], [true], ['t'], ['T'], ['true'], ['TRUE'], [' Y '], ['Y   ']])(
    '%j is yes',
    (value) => {
      expect(mapRow(rowOf({ use_yn: value })).active).toBe(true);
    },
  );

  it.each([['N'], ['n'], ['0'], [0], [false], ['f'], ['F'], ['false'], ['False'], [' n'], [null], [''], [' ']])(
    '%j is no',
    (value) => {
      expect(mapRow(rowOf({ use_yn: value })).active).toBe(false);
    },
  );

  it.each([['yes'], ['X'], ['사용'], [2], [-1], ['2'], ['10'], ['YN'], [{ a: 1 }]])(
    'I10: %j is neither: the row is rejected, and told why',
    (value) => {
      expect(() => mapRow(rowOf({ use_yn: value }))).toThrow(`active: ${JSON.stringify(value)} is none of Y/N, 1/0`);
    },
  );

  it('a function may give a boolean for what only it understands', () => {
    const active = ({ use_yn }: Row) => use_yn === '사용';
    expect(mapRow(rowOf({ use_yn: '사용' }), { active }).active).toBe(true);
    expect(mapRow(rowOf({ use_yn: '미사용' }), { active }).active).toBe(false);
    expect(mapRow(rowOf(), { active: () => 1n }).active).toBe(true);
    expect(mapRow(rowOf(), { active: () => undefined }).active).toBe(false);
  });
});
