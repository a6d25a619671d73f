import { describe, expect, it } from '@jest/globals';
import { rowOf, TableUnderTest } from './domain-under-test.js';

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
      expect(table.codes()).toHaveLength(10);
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
    expect(table.codes()).toEqual(['b']);
    expect(Object.keys(table.rejected)).toEqual(['G|worse']);
    expect(applied.rejected.map(({ key }) => key)).toEqual([{ group_code: 'G', code: 'worse' }]);
  });

  it('the first commit must be a reset', () => {
    expect(() => new TableUnderTest().insert(rowOf())).toThrow('The first commit must be a reset.');
  });
});
