import { describe, expect, it } from '@jest/globals';
import { rowOf, TableUnderTest } from './domain-under-test.js';

describe.each([
  ['group and code', ['group_code', 'code']],
  ['a key of its own', ['id']],
])('I12 what an audit compares, in a table keyed by %s', (_, primaryKey) => {
  const table = new TableUnderTest(primaryKey);
  const good = rowOf({ id: 1, code: 'A' });
  const bad = rowOf({ id: 2, code: 'B', use_yn: '?' });
  table.reset(good, bad);
  const holds = (row: typeof good) => table.table.holds(table.change('insert', row));

  it.each([
    ['a row as it is', good, true],
    ['a row with another label', { ...good, code_name: 'other' }, false],
    ['a row that has gone bad', { ...good, use_yn: '?' }, false],
    ['a row that is not there', rowOf({ id: 3, code: 'C' }), false],
    ['a bad row as it is', bad, true],
    ['a bad row that is bad for another reason', { ...bad, use_yn: '!' }, false],
    ['a bad row that is mended', { ...bad, use_yn: 'Y' }, false],
    ['a bad row that is not there', rowOf({ id: 3, code: 'C', use_yn: '?' }), false],
  ])('%s', (_, row, held) => {
    expect(holds(row)).toBe(held);
  });
});
