import { describe, expect, it } from '@jest/globals';
import type { Row } from 'nestjs-common-code';
import { mapRow, rowOf } from './domain-under-test.js';

describe('design 5: the mapping by functions of the row', () => {
  it('calls each with the whole row, and coerces what it gives like a column', () => {
    const rows: Row[] = [];
    const seen =
      <T>(value: T) =>
      (row: Row) => {
        rows.push(row);
        return value;
      };
    const row = rowOf({ extra: true });
    const code = mapRow(row, {
      group: seen(1),
      code: seen(2n),
      label: seen(false),
      sortOrder: seen('10'),
      active: seen('n'),
      parent: seen(3),
      attributes: seen({ deep: { a: 1 } }),
    });
    expect(code).toEqual({
      group: '1',
      code: '2',
      label: 'false',
      sortOrder: 10,
      active: false,
      parent: '3',
      attributes: { deep: { a: 1 } },
    });
    expect(rows).toEqual(Array.from({ length: 7 }, () => row));
  });

  it.each(['group', 'code', 'label', 'sortOrder', 'active', 'parent', 'attributes'] as const)(
    'I10: rejects the row, and names the function, if mapping.%s throws',
    (property) => {
      const boom = () => {
        throw new Error('no such country');
      };
      expect(() => mapRow(rowOf(), { [property]: boom })).toThrow(`mapping.${property} threw: no such country`);
    },
  );

  it('I10: says what was thrown, whatever it is', () => {
    const boom = () => {
      throw 'just text';
    };
    expect(() => mapRow(rowOf(), { label: boom })).toThrow('mapping.label threw: just text');
  });
});
