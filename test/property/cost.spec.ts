import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Row } from 'nestjs-common-code';
import type { CommonCodeSnapshot } from '../../lib/domain/common-code-snapshot.js';
import { rowOf, TableUnderTest } from '../unit/domain/domain-under-test.js';

const GROUPS = 1_000;
const CODES = 20;

const ROWS: readonly Row[] = Array.from({ length: GROUPS * CODES }, (_, id) =>
  rowOf({ id, group_code: `g${Math.floor(id / CODES)}`, code: `c${id % CODES}` }),
);
const FIRST = ROWS[0] as Row;

/** How many entries were written to maps, copied ones included: the work that grows with the table if anything does. */
function entriesWritten(work: () => void): number {
  const set = jest.spyOn(Map.prototype, 'set');
  work();
  const { length } = set.mock.calls;
  set.mockRestore();
  return length;
}

function otherGroups(before: CommonCodeSnapshot, after: CommonCodeSnapshot): string[] {
  return [...after.byName.keys()].filter((name) => after.byName.get(name) !== before.byName.get(name));
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe.each([
  { name: 'keyed by group and code', key: ['group_code', 'code'] },
  { name: 'with a surrogate key', key: ['id'] },
])('I8: in a table $name, with 1,000 groups of 20 codes', ({ key }) => {
  const tableOf = () => {
    const table = new TableUnderTest(key);
    table.reset(...ROWS);
    return table;
  };
  /** The map of groups, the codes of the one group, and a few for the row itself. */
  const BOUND = GROUPS + CODES + 12;

  it.each<[string, (table: TableUnderTest) => unknown]>([
    ['an update', (table) => table.update({ ...FIRST, code_name: 'other' })],
    ['an insert', (table) => table.insert({ ...FIRST, id: -1, code: 'new' })],
    ['a delete', (table) => table.delete(FIRST)],
  ])('%s of one row makes one group, and copies the map of groups and that group', (_, change) => {
    const table = tableOf();
    const before = table.snapshot;
    const written = entriesWritten(() => change(table));
    expect(otherGroups(before, table.snapshot)).toEqual(['g0']);
    expect(written).toBeLessThanOrEqual(BOUND);
    const [was, is] = [before.byName.get('g0')?.codes, table.snapshot.byName.get('g0')?.codes];
    const kept = [...(is?.values() ?? [])].filter((code) => was?.get(code.code) === code);
    expect(kept.length).toBeGreaterThanOrEqual(CODES - 1);
  });

  it('an update of one row copies its group once, however often it happens in one commit', () => {
    const table = tableOf();
    const changes = Array.from({ length: 50 }, (_, index) =>
      table.change('update', { ...FIRST, code_name: `${index}` }),
    );
    const written = entriesWritten(() => table.apply(changes));
    expect(written).toBeLessThanOrEqual(BOUND + 6 * 50);
  });

  it('an update that changes nothing makes no group', () => {
    const table = tableOf();
    const before = table.snapshot;
    expect(entriesWritten(() => table.update(FIRST))).toBeLessThanOrEqual(BOUND);
    expect(table.snapshot).toBe(before);
  });

  it('a reset in which one row is another makes one group', () => {
    const table = tableOf();
    const before = table.snapshot;
    table.reset({ ...FIRST, code_name: 'other' }, ...ROWS.slice(1));
    expect(otherGroups(before, table.snapshot)).toEqual(['g0']);
    expect(table.snapshot.version).toBe(2);
  });

  it.each([1, 3, 8])(
    'I8 a list that was known before %i commits costs the rows that they wrote to put in order again',
    (commits) => {
      const table = tableOf();
      expect(table.snapshot.list('g0')).toHaveLength(CODES);
      for (let commit = 0; commit < commits; commit += 1) {
        table.update({ ...FIRST, sort_order: 100 - commit, code_name: `name ${commit}` });
      }
      const sort = jest.spyOn(Array.prototype, 'sort');
      const codes = table.snapshot.list('g0').map(({ code }) => code);
      const sorted = sort.mock.contexts.reduce<number>((sum, array) => sum + (array as unknown[]).length, 0);
      sort.mockRestore();
      expect(sorted).toBeLessThanOrEqual(1);
      expect(codes.at(-1)).toBe(FIRST.code);
      expect(codes).toHaveLength(CODES);
    },
  );

  it('lists that nobody asks for are not made', () => {
    const table = tableOf();
    const sort = jest.spyOn(Array.prototype, 'sort');
    table.update({ ...FIRST, code_name: 'other' });
    expect(sort).not.toHaveBeenCalled();
    expect(table.snapshot.list('g0')).toHaveLength(CODES);
    expect(sort).toHaveBeenCalledTimes(1);
  });
});

describe('I8: rows that claim one code, in any number', () => {
  it('cost no more each than the first ones did', () => {
    const table = new TableUnderTest(['id']);
    /** Elements sorted, and entries looked up. */
    const work = (from: number, to: number) => {
      const rows = Array.from({ length: to - from }, (_, index) =>
        rowOf({ id: from + index, group_code: 'G', code: 'C' }),
      );
      const [sort, get] = [jest.spyOn(Array.prototype, 'sort'), jest.spyOn(Map.prototype, 'get')];
      table.insert(...rows);
      const sorted = sort.mock.contexts.reduce<number>((sum, array) => sum + (array as unknown[]).length, 0);
      const lookups = get.mock.calls.length;
      jest.restoreAllMocks();
      return sorted + lookups;
    };
    table.reset();
    const first = work(0, 100);
    work(100, 900);
    expect(work(900, 1_000)).toBeLessThanOrEqual(first * 4);
  });

  it('cost nothing to sort while those go that do not have it, in any order', () => {
    const table = new TableUnderTest(['id']);
    const rows = Array.from({ length: 500 }, (_, index) => rowOf({ id: 100 + index, group_code: 'G', code: 'C' }));
    table.reset(...rows);
    const sort = jest.spyOn(Array.prototype, 'sort');
    for (const row of rows.slice(1, 400).reverse()) table.delete(row);
    expect(sort).not.toHaveBeenCalled();
    table.delete(rows[0] as Row);
    expect(table.snapshot.get('G', 'C')?.attributes).toEqual({ id: 500 });
    expect(sort).toHaveBeenCalledTimes(1);
  });
});
