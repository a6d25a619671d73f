import { describe, expect, it } from '@jest/globals';
import { rowOf, TableUnderTest } from './domain-under-test.js';

describe('I10: duplicates of a group and code', () => {
  const a = (id: number) => rowOf({ id, code: 'A', code_name: `row ${id}` });

  it('text keys have an order too, and are shown', () => {
    const rows = ['b', 'a'].map((id) => rowOf({ id, code: 'A', code_name: id }));
    const table = new TableUnderTest(['id']);
    table.reset(...rows);
    expect(table.snapshot.label('G', 'A')).toBe('a');
    expect(table.table.rejected.map(({ key }) => key)).toEqual([{ id: 'b' }]);
  });

  it('a key of several columns is shown by column', () => {
    const table = new TableUnderTest(['lang', 'id']);
    table.reset(rowOf({ lang: 'ko', id: 2 }), rowOf({ lang: 'ko', id: 1 }));
    expect(table.table.rejected).toEqual([
      { key: { lang: 'ko', id: '2' }, reason: 'duplicate: a row with a lower key has group "G", code "C"' },
    ]);
  });

  it('I8: each commit tells of a rejected row once, however many claim the same code', () => {
    const ids = Array.from({ length: 100 }, (_, index) => 200 - index);
    const table = new TableUnderTest(['id']);
    const { rejected } = table.reset(...ids.map((id) => a(id)));
    expect(table.table.rejected.length).toBe(99);
    expect(rejected.length).toBe(99);
    expect(new Set(rejected.map(({ key }) => key['id'])).size).toBe(99);
    expect(table.snapshot.label('G', 'A')).toBe('row 101');
  });

  it('a commit tells only of rows that are rejected when it is done', () => {
    const table = new TableUnderTest(['id']);
    table.reset(a(1));
    const applied = table.apply([table.change('insert', a(2)), table.change('delete', a(1))]);
    expect(applied?.rejected).toEqual([]);
  });
});
