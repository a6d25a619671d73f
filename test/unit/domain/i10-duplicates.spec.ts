import { describe, expect, it } from '@jest/globals';
import type { Row } from 'nestjs-common-code';
import { rowOf, TableUnderTest } from './domain-under-test.js';

describe('I10: duplicates of a group and code', () => {
  const a = (id: number, values = {}) => rowOf({ id, code: 'A', code_name: `row ${id}`, ...values });
  const taken = 'duplicate: a row with a lower key has group "G", code "A"';
  const tableOf = (...rows: readonly Row[]) => {
    const table = new TableUnderTest(['id']);
    table.reset(...rows);
    return table;
  };

  it.each([[[2, 10, 3]], [[10, 3, 2]], [[3, 2, 10]]])(
    'the lowest key has it, whatever the order of arrival: %j',
    (ids) => {
      const together = tableOf(...ids.map((id) => a(id)));
      const oneByOne = tableOf();
      for (const id of ids) oneByOne.insert(a(id));
      for (const table of [together, oneByOne]) {
        expect(table.snapshot.label('G', 'A')).toBe('row 2');
        expect(table.rejected).toEqual({ 3: taken, 10: taken });
        expect(table.snapshot.size).toBe(1);
      }
    },
  );

  it.each([
    ['is deleted', (table: TableUnderTest) => table.delete(a(1))],
    ['moves to another code', (table: TableUnderTest) => table.update(a(1, { code: 'B' }))],
    ['moves to another group', (table: TableUnderTest) => table.update(a(1, { group_code: 'H' }))],
    ['goes bad', (table: TableUnderTest) => table.update(a(1, { use_yn: '?' }))],
  ])('the next one enters when the winner %s', (_, leave) => {
    const table = tableOf(a(1), a(2), a(3));
    const applied = leave(table);
    expect(table.snapshot.label('G', 'A')).toBe('row 2');
    expect(table.rejected[3]).toBe(taken);
    expect(table.rejected[2]).toBeUndefined();
    expect(applied?.contradictions).toBe(0);
    expect([...(applied?.changed ?? [])]).toContain('G');
  });

  it('a winner that comes back has it again', () => {
    const table = tableOf(a(1), a(2));
    table.update(a(1, { code: 'B' }));
    table.update(a(1));
    expect(table.snapshot.label('G', 'A')).toBe('row 1');
    expect(table.snapshot.has('G', 'B')).toBe(false);
    expect(table.rejected).toEqual({ 2: taken });
  });

  it('the code is gone when the last of them is', () => {
    const table = tableOf(a(1), a(2));
    table.delete(a(2));
    expect(table.rejected).toEqual({});
    expect(table.snapshot.label('G', 'A')).toBe('row 1');
    table.delete(a(1));
    expect(table.snapshot.groups()).toEqual([]);
    expect(table.insert(a(7))?.snapshot.label('G', 'A')).toBe('row 7');
  });

  it('those that went before their turn came are passed over', () => {
    const table = tableOf(a(1), a(2), a(3), a(4), a(5));
    table.delete(a(1));
    expect(table.snapshot.label('G', 'A')).toBe('row 2');
    table.delete(a(3));
    table.update(a(4, { code: 'B' }));
    table.delete(a(2));
    expect(table.snapshot.label('G', 'A')).toBe('row 5');
    expect(table.rejected).toEqual({});
  });

  it('a loser that moves to a code of its own enters there, and the winner stays the same object', () => {
    const table = tableOf(a(1), a(2));
    const winner = table.snapshot.get('G', 'A');
    table.update(a(2, { code: 'B' }));
    expect(table.snapshot.label('G', 'B')).toBe('row 2');
    expect(table.snapshot.get('G', 'A')).toBe(winner);
    expect(table.rejected).toEqual({});
  });

  it('what changes in a loser changes no version, and is what enters later', () => {
    const table = tableOf(a(1), a(2));
    const before = table.snapshot;
    expect(table.update(a(2, { code_name: 'newer' }))?.snapshot).toBe(before);
    expect(table.rejected).toEqual({ 2: taken });
    table.delete(a(1));
    expect(table.snapshot.label('G', 'A')).toBe('newer');
  });

  it('what changes in the winner is seen', () => {
    const table = tableOf(a(1), a(2));
    table.update(a(1, { code_name: 'newer' }));
    expect(table.snapshot.label('G', 'A')).toBe('newer');
    expect(table.rejected).toEqual({ 2: taken });
  });

  it('a loser that goes bad does not enter when the winner goes, and does when it is mended', () => {
    const table = tableOf(a(1), a(2));
    table.update(a(2, { use_yn: '?' }));
    expect(table.rejected[2]).toMatch(/^active/);
    table.delete(a(1));
    expect(table.snapshot.groups()).toEqual([]);
    table.update(a(2));
    expect(table.snapshot.label('G', 'A')).toBe('row 2');
  });

  it('a row that hands its code over within one transaction leaves nothing behind', () => {
    const table = tableOf(a(1));
    table.apply([table.change('insert', a(2)), table.change('delete', a(1))]);
    expect(table.snapshot.label('G', 'A')).toBe('row 2');
    expect(table.rejected).toEqual({});
  });
});
