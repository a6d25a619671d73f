import { describe, expect, it } from '@jest/globals';
import { rowOf, TableUnderTest } from './domain-under-test.js';

describe.each([
  { name: 'keyed by group and code', key: ['group_code', 'code'] },
  { name: 'with a surrogate key', key: ['id'] },
])('I10: a message that contradicts what is held, in a table $name', ({ key }) => {
  const known = rowOf({ id: 1, code: 'a' });
  const unknown = rowOf({ id: 2, code: 'b' });
  const tableOf = () => {
    const table = new TableUnderTest(key);
    table.reset(known, rowOf({ id: 3, code: 'bad', use_yn: '?' }));
    return table;
  };

  it.each(['update', 'delete'] as const)(
    'an %s of an unknown row: is refused, and readers keep their version',
    (operation) => {
      const table = tableOf();
      const before = table.snapshot;
      const refused = table.apply([
        table.change('insert', rowOf({ id: 9, code: 'z' })),
        table.change(operation, unknown),
      ]);
      expect(refused).toBeUndefined();
      expect(table.snapshot).toBe(before);
      table.reset(known, unknown);
      expect(table.codes()).toEqual(['a', 'b']);
      expect(table.snapshot.version).toBe(2);
    },
  );

  it('or is taken as it is, and counted', () => {
    const table = tableOf();
    const applied = table.apply(
      [
        table.change('update', unknown),
        table.change('delete', rowOf({ id: 4, code: 'd' })),
        table.change('update', known),
      ],
      false,
    );
    expect(applied?.contradictions).toBe(2);
    expect(table.codes()).toEqual(['a', 'b']);
    expect(table.update(unknown)?.contradictions).toBe(0);
  });

  it('is neither an insert of a known row nor what happens to a rejected one', () => {
    const table = tableOf();
    const applied = table.apply([
      table.change('insert', { ...known, code_name: 'again' }),
      table.change('update', rowOf({ id: 3, code: 'bad', use_yn: '!' })),
      table.change('delete', rowOf({ id: 3, code: 'bad' })),
    ]);
    expect(applied?.contradictions).toBe(0);
    expect(table.snapshot.label('G', 'a')).toBe('again');
    expect(table.rejected).toEqual({});
    expect(table.apply([table.change('delete', rowOf({ id: 3, code: 'bad' }))], false)?.contradictions).toBe(1);
  });
});
