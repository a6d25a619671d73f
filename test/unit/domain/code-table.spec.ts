import { describe, expect, it } from '@jest/globals';
import type { Row } from 'nestjs-common-code';
import { diffSnapshots } from '../../../lib/domain/common-code-changes.js';
import { drive, rowOf, TableUnderTest } from './domain-under-test.js';

const codes = (table: TableUnderTest, group = 'G') => table.snapshot.listAll(group).map(({ code }) => code);

describe('I2: versions', () => {
  it('begin with 1, with an empty table too', () => {
    const table = new TableUnderTest();
    expect(table.table.snapshot).toBeUndefined();
    const { snapshot, changed } = table.reset();
    expect(snapshot).toMatchObject({ version: 1, size: 0 });
    expect(snapshot.groups()).toEqual([]);
    expect([...changed]).toEqual([]);
    expect(table.table.snapshot).toBe(snapshot);
  });

  it('grow by one per commit that changes something', () => {
    const table = new TableUnderTest();
    table.reset(rowOf());
    expect(table.insert(rowOf({ code: 'a' }), rowOf({ code: 'b' }))?.snapshot.version).toBe(2);
    expect(table.update(rowOf({ code: 'a', use_yn: 'N' }))?.snapshot.version).toBe(3);
    expect(table.delete(rowOf({ code: 'a' }))?.snapshot.version).toBe(4);
    expect(table.reset(rowOf()).snapshot.version).toBe(5);
  });

  it.each([
    ['label', { code_name: 'other' }],
    ['sort order', { sort_order: 2 }],
    ['sort order, to none', { sort_order: null }],
    ['active', { use_yn: 'N' }],
    ['parent', { up: 'P' }],
    ['an attribute', { memo: 'other' }],
    ['an attribute, deep inside', { memo: { a: [1, { b: 3 }] } }],
    ['an attribute, to null', { memo: null }],
    ['an attribute, to another type', { memo: ['a'] }],
  ])('are made by a change of %s alone', (_, values) => {
    const columns = ['group_code', 'code', 'code_name', 'sort_order', 'use_yn', 'up', 'memo'];
    const table = new TableUnderTest(['group_code', 'code'], { parent: 'up' }, columns);
    const row = rowOf({ up: null, memo: { a: [1, { b: 2 }] } });
    table.reset(row);
    const applied = table.update({ ...row, ...values });
    expect(applied?.snapshot.version).toBe(2);
    expect([...(applied?.changed ?? [])]).toEqual(['G']);
    expect(table.reset({ ...row, ...values }).snapshot.version).toBe(2);
  });

  it('are not made by a commit that changes nothing', () => {
    const table = new TableUnderTest(['group_code', 'code'], {}, ['group_code', 'code', 'code_name', 'memo']);
    const row = rowOf({ memo: { a: 1, b: [null] } });
    const before = table.reset(row, rowOf({ code: 'b', memo: null })).snapshot;
    const sameInOtherWords = { ...row, use_yn: 'y', memo: { b: [null], a: 1 } };
    for (const applied of [
      table.update(sameInOtherWords),
      table.apply([table.change('delete', row), table.change('insert', row)]),
      table.apply([table.change('insert', rowOf({ code: 'c' })), table.change('delete', rowOf({ code: 'c' }))]),
      table.apply([]),
      table.reset(rowOf({ code: 'b', memo: null }), sameInOtherWords),
    ]) {
      expect(applied?.snapshot).toBe(before);
      expect([...(applied?.changed ?? ['?'])]).toEqual([]);
    }
  });

  it('name the groups that are not as they were', () => {
    const table = new TableUnderTest();
    table.reset(rowOf({ group_code: 'A' }), rowOf({ group_code: 'B' }), rowOf({ group_code: 'C' }));
    const moved = table.apply([
      table.change('delete', rowOf({ group_code: 'A' })),
      table.change('insert', rowOf({ group_code: 'D' })),
      table.change('update', rowOf({ group_code: 'B' })),
    ]);
    expect([...(moved?.changed ?? [])].sort()).toEqual(['A', 'D']);
    expect(table.snapshot.groups()).toEqual(['B', 'C', 'D']);
    const reset = table.reset(rowOf({ group_code: 'B' }), rowOf({ group_code: 'C', code_name: 'other' }));
    expect([...reset.changed].sort()).toEqual(['C', 'D']);
  });
});

describe('I1: the next version is built aside', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => rowOf({ code: `${index}` }));

  it.each(['reset', 'apply'] as const)('and is seen when the whole %s is done, not before', (kind) => {
    const table = new TableUnderTest();
    const before = table.reset(...many(10)).snapshot;
    const changes = [
      ...table.inserts(many(1000)),
      table.change('insert', rowOf({ group_code: 'other' })),
      table.change('delete', rowOf({ code: '3' })),
    ];
    const steps = kind === 'reset' ? table.table.reset(changes, table.mapper) : table.table.apply(changes, true);
    let slices = 0;
    for (let step = steps.next(); !step.done; step = steps.next()) {
      slices += 1;
      expect(table.snapshot).toBe(before);
      expect(codes(table)).toHaveLength(10);
    }
    expect(slices).toBeGreaterThanOrEqual(7);
    expect(table.snapshot.version).toBe(2);
    expect(table.snapshot.size).toBe(1000);
  });

  it.each([
    ['rows in one group', (index: number) => rowOf({ code: `${index}` })],
    ['groups of one row', (index: number) => rowOf({ group_code: `${index}` })],
  ])('in slices, between which the event loop can have a turn: many %s', (_, make) => {
    const table = new TableUnderTest();
    const slices = (count: number) => {
      const steps = table.table.reset(
        table.inserts(Array.from({ length: count }, (_row, index) => make(index))),
        table.mapper,
      );
      let taken = 0;
      while (!steps.next().done) taken += 1;
      return taken;
    };
    expect(slices(2_000) - slices(1_000)).toBeGreaterThanOrEqual(7);
  });

  it('in slices, also where groups are made of few rows', () => {
    const table = new TableUnderTest();
    const rows = Array.from({ length: 100 }, (_, index) => rowOf({ group_code: `${index}` }));
    const steps = table.table.reset(table.inserts(rows), table.mapper);
    expect(steps.next().done).toBe(false);
    expect(steps.next().done).toBe(false);
  });

  it('a reset that is not driven to its end leaves everything as it was, rejected rows too', () => {
    const table = new TableUnderTest();
    table.reset(...many(300), rowOf({ code: 'bad', use_yn: '?' }));
    const before = table.snapshot;
    const steps = table.table.reset(table.inserts(many(200)), table.mapper);
    steps.next();
    steps.return?.(undefined as never);
    expect(table.snapshot).toBe(before);
    expect(Object.keys(table.rejected)).toEqual(['G|bad']);
    expect(table.update(rowOf({ code: '299', code_name: 'still known' }))?.contradictions).toBe(0);
    expect(table.update(rowOf({ code: 'bad' }))?.snapshot.get('G', 'bad')).toBeDefined();
  });

  it('a reset takes the place of all rows, rejected ones included', () => {
    const table = new TableUnderTest();
    table.reset(rowOf({ code: 'a' }), rowOf({ code: 'bad', use_yn: '?' }));
    const applied = table.reset(rowOf({ code: 'b' }), rowOf({ code: 'worse', use_yn: '!' }));
    expect(codes(table)).toEqual(['b']);
    expect(Object.keys(table.rejected)).toEqual(['G|worse']);
    expect(applied.rejected.map(({ key }) => key)).toEqual([{ group_code: 'G', code: 'worse' }]);
  });

  it('the first commit must be a reset', () => {
    expect(() => new TableUnderTest().insert(rowOf())).toThrow('The first commit must be a reset.');
  });
});

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
      expect(codes(table)).toEqual(['a', 'b']);
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
    expect(codes(table)).toEqual(['a', 'b']);
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

describe('I10: a bad row is set aside', () => {
  it('counted and listed with its key and reason, while the others go on; it enters when it is mended', () => {
    const table = new TableUnderTest();
    const applied = table.reset(rowOf({ code: 'a' }), rowOf({ code: 'b', use_yn: '?' }));
    expect(applied.rejected).toEqual([
      { key: { group_code: 'G', code: 'b' }, reason: expect.stringMatching(/^active: "\?"/) },
    ]);
    expect(table.table.rejected).toEqual(applied.rejected);
    expect(codes(table)).toEqual(['a']);

    expect(table.update(rowOf({ code: 'a', code_name: 'x' }))?.rejected).toEqual([]);
    expect(table.update(rowOf({ code: 'b' }))?.rejected).toEqual([]);
    expect(codes(table)).toEqual(['a', 'b']);
    expect(table.rejected).toEqual({});
  });

  it('a code whose row goes bad leaves', () => {
    const table = new TableUnderTest();
    table.reset(rowOf({ code: 'a' }), rowOf({ code: 'b' }));
    expect(table.update(rowOf({ code: 'b', use_yn: '?' }))?.rejected).toHaveLength(1);
    expect(codes(table)).toEqual(['a']);
    expect(table.snapshot.size).toBe(1);
  });

  it('a commit that only rejects makes no version', () => {
    const table = new TableUnderTest();
    const before = table.reset(rowOf()).snapshot;
    expect(table.insert(rowOf({ code: 'b', use_yn: '?' }))?.snapshot).toBe(before);
    expect(Object.keys(table.rejected)).toEqual(['G|b']);
  });

  it('a bad row that is deleted is forgotten', () => {
    const table = new TableUnderTest();
    table.reset(rowOf({ use_yn: '?' }));
    expect(table.delete(rowOf())?.contradictions).toBe(0);
    expect(table.rejected).toEqual({});
  });

  it('a row that is as bad in another way is listed with the new reason', () => {
    const table = new TableUnderTest(['id']);
    table.reset(rowOf({ id: 1, use_yn: '?' }));
    table.update(rowOf({ id: 1, group_code: null }));
    expect(table.rejected).toEqual({ 1: 'group: the row has none' });
  });

  it('attributes that are nested thousands deep come and go like others, and hold nothing up', () => {
    const table = new TableUnderTest(['group_code', 'code'], {}, ['group_code', 'code', 'code_name', 'memo']);
    const deep = () => JSON.parse('['.repeat(4_000) + ']'.repeat(4_000));
    table.reset(rowOf({ memo: deep() }), rowOf({ code: 'other' }));
    table.apply([
      table.change('update', rowOf({ memo: deep() })),
      table.change('update', rowOf({ code: 'other', code_name: 'x' })),
    ]);
    expect(table.snapshot.label('G', 'other')).toBe('x');
    table.reset(rowOf({ memo: deep() }), rowOf({ code: 'other', code_name: 'y' }));
    expect(table.snapshot.label('G', 'other')).toBe('y');
  });
});

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

  it('text keys have an order too, and are shown', () => {
    const rows = ['b', 'a'].map((id) => rowOf({ id, code: 'A', code_name: id }));
    const table = tableOf(...rows);
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
    const table = tableOf(a(1));
    const applied = table.apply([table.change('insert', a(2)), table.change('delete', a(1))]);
    expect(applied?.rejected).toEqual([]);
  });
});

describe('I8: what did not change goes on being the same object', () => {
  it.each([
    { name: 'keyed by group and code', key: ['group_code', 'code'] },
    { name: 'with a surrogate key', key: ['id'] },
  ])('groups and codes, in a table $name, over commits and resets', ({ key }) => {
    const table = new TableUnderTest(key);
    const rows = ['a', 'b', 'c'].flatMap((group, g) =>
      ['1', '2'].map((code, c) => rowOf({ id: g * 2 + c, group_code: group, code })),
    );
    const before = table.reset(...rows).snapshot;
    before.groups();
    const changed = rows.map((row, index) => (index === 0 ? { ...row, code_name: 'other' } : row));
    table.update(changed[0] as (typeof rows)[0]);
    const next = table.snapshot;
    for (const after of [next, table.reset(...[...changed].reverse()).snapshot]) {
      expect(after.byName.get('a')).not.toBe(before.byName.get('a'));
      expect(after.get('a', '2')).toBe(before.get('a', '2'));
      expect(after.byName.get('b')).toBe(before.byName.get('b'));
      expect(after.list('c')).toBe(before.list('c'));
      expect(after.groups()).toBe(before.groups());
    }
    table.delete(...rows.slice(4));
    expect(table.snapshot.groups()).toEqual(['a', 'b']);
    expect(before.groups()).toEqual(['a', 'b', 'c']);
  });

  it('names are not shared with a version that has as many others', () => {
    const table = new TableUnderTest();
    table.reset(rowOf({ group_code: 'a' }), rowOf({ group_code: 'b' }));
    expect(table.snapshot.groups()).toEqual(['a', 'b']);
    table.reset(rowOf({ group_code: 'a' }), rowOf({ group_code: 'c' }));
    expect(table.snapshot.groups()).toEqual(['a', 'c']);
  });
});

describe('design 5: changes between versions', () => {
  it('are what was added, updated (before, after) and removed', () => {
    const table = new TableUnderTest();
    const before = table.reset(rowOf({ code: 'a' }), rowOf({ code: 'b' }), rowOf({ group_code: 'H' })).snapshot;
    const after = drive(
      table.table.apply(
        [
          table.change('update', rowOf({ code: 'a', code_name: 'other' })),
          table.change('delete', rowOf({ group_code: 'H' })),
          table.change('insert', rowOf({ group_code: 'I' })),
          table.change('insert', rowOf({ code: 'c' })),
        ],
        true,
      ),
    )?.snapshot as typeof before;
    const changes = diffSnapshots(before, after);
    expect(changes.version).toBe(2);
    expect(changes.added).toHaveLength(2);
    expect(new Set(changes.added)).toEqual(new Set([after.get('G', 'c'), after.get('I', 'C')]));
    expect(changes.updated).toEqual([{ before: before.get('G', 'a'), after: after.get('G', 'a') }]);
    expect(changes.removed).toEqual([before.get('H', 'C')]);
  });

  it('of the first version are all added', () => {
    const table = new TableUnderTest();
    const { snapshot } = table.reset(rowOf(), rowOf({ group_code: 'H' }));
    expect(diffSnapshots(undefined, snapshot)).toEqual({
      version: 1,
      added: [snapshot.get('G', 'C'), snapshot.get('H', 'C')],
      updated: [],
      removed: [],
    });
  });
});
