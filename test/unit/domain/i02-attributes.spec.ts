import { describe, expect, it } from '@jest/globals';
import { rowOf, TableUnderTest } from './domain-under-test.js';

const COLUMNS = ['group_code', 'code', 'code_name', 'memo'];

/** Whether a code whose attribute was `before` and is `after` makes a version. */
function makesVersion(before: unknown, after: unknown): boolean {
  const values: Record<string, unknown> = { before, after };
  const attributes = (row: Readonly<Record<string, unknown>>) => ({ value: values[String(row['memo'])] });
  const table = new TableUnderTest(['group_code', 'code'], { attributes }, COLUMNS);
  table.reset(rowOf({ memo: 'before' }));
  return table.update(rowOf({ memo: 'after' }))?.snapshot.version === 2;
}

const NOON = new Date('2026-11-22T12:00:00Z');

describe('I2: versions, by attributes', () => {
  it.each([
    ['an empty list and an empty object', [], {}],
    ['a list and an object of the same keys', ['a'], { 0: 'a' }],
    ['an object with one key more', { a: 1 }, { a: 1, b: 2 }],
    ['an object with one key less', { a: 1, b: 2 }, { a: 1 }],
    ['an object with another key, and nothing under the one', { a: undefined }, { b: 1 }],
    ['null and an object', null, {}],
    ['two dates', NOON, new Date(0)],
    ['two maps', new Map([['a', 1]]), new Map()],
  ])('are made by %s', (_, before, after) => {
    expect(makesVersion(before, after)).toBe(true);
    expect(makesVersion([{ deep: before }], [{ deep: after }])).toBe(true);
  });

  it.each([
    ['one and the same date', NOON, NOON],
    ['not a number', Number.NaN, Number.NaN],
    ['keys in another order', { a: 1, b: [2] }, { b: [2], a: 1 }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('are not made by %s', (_, before, after) => {
    expect(makesVersion(before, after)).toBe(false);
    expect(makesVersion([{ deep: before }], [{ deep: after }])).toBe(false);
  });
});
