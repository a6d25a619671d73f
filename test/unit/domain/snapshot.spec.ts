import { describe, expect, it } from '@jest/globals';
import { CommonCodeNotFoundError, type Row } from 'nestjs-common-code';
import { rowOf, TableUnderTest } from './domain-under-test.js';

function tableOf(...rows: readonly Row[]): TableUnderTest {
  const table = new TableUnderTest();
  table.reset(...rows);
  return table;
}

describe('design 5: lookups of a version', () => {
  const { snapshot } = tableOf(
    rowOf({ group_code: 'B', code: '01', code_name: 'zero one' }),
    rowOf({ group_code: 'B', code: '1', code_name: 'one', use_yn: 'N' }),
    rowOf({ group_code: 'A', code: 'x', code_name: 'ex' }),
  );

  it("get is by text: '01' is not '1'; inactive codes are found, since old rows need their label", () => {
    expect(snapshot.get('B', '01')).toMatchObject({ code: '01', label: 'zero one', active: true });
    expect(snapshot.get('B', '1')).toMatchObject({ code: '1', label: 'one', active: false });
    expect(snapshot.get('B', '001')).toBeUndefined();
    expect(snapshot.get('C', '1')).toBeUndefined();
  });

  it('has is presence, accepts is presence and active', () => {
    const asked = [
      ['B', '01'],
      ['B', '1'],
      ['B', '2'],
      ['C', '1'],
    ] as const;
    expect(asked.map(([group, code]) => snapshot.has(group, code))).toEqual([true, true, false, false]);
    expect(asked.map(([group, code]) => snapshot.accepts(group, code))).toEqual([true, false, false, false]);
  });

  it('label is that of any code', () => {
    expect([snapshot.label('B', '1'), snapshot.label('B', '2'), snapshot.label('C', '1')]).toEqual([
      'one',
      undefined,
      undefined,
    ]);
  });

  it('groups are all that have a code, sorted', () => {
    expect(snapshot.groups()).toEqual(['A', 'B']);
    expect(snapshot.groups()).toBe(snapshot.groups());
  });

  it('a group goes with its last code, whether that is deleted or moves', () => {
    const table = new TableUnderTest(['id']);
    table.reset(
      rowOf({ id: 1, group_code: 'A' }),
      rowOf({ id: 2, group_code: 'B' }),
      rowOf({ id: 3, group_code: 'C' }),
    );
    table.apply([
      table.change('delete', rowOf({ id: 1, group_code: 'A' })),
      table.change('update', rowOf({ id: 2, group_code: 'C', code: 'D' })),
    ]);
    expect(table.snapshot.groups()).toEqual(['C']);
    expect(table.snapshot.size).toBe(2);
  });

  it('size counts codes, inactive ones too', () => {
    expect(snapshot.size).toBe(3);
  });

  it('an unknown group is an empty one', () => {
    expect(snapshot.list('C')).toEqual([]);
    expect(snapshot.listAll('C')).toEqual([]);
    expect(snapshot.tree('C')).toEqual([]);
    expect(snapshot.children('C', '1')).toEqual([]);
    expect(snapshot.findByLabel('C', 'one')).toEqual([]);
    expect([...snapshot.labels('C')]).toEqual([]);
    expect(snapshot.list('C')).toBe(snapshot.list('D'));
  });

  it('keeps names as they are, those too that mean something to objects', () => {
    const odd = ['__proto__', 'constructor', 'toString', '', '42', '042', '-1', '4294967295', '공통 코드'];
    const { snapshot } = tableOf(...odd.map((name) => rowOf({ group_code: name, code: name, code_name: name })));
    expect(snapshot.groups()).toEqual([...odd].sort());
    expect(odd.map((name) => snapshot.get(name, name)?.label)).toEqual(odd);
    expect(tableOf().snapshot.has('constructor', 'constructor')).toBe(false);
  });
});

describe('design 5: getOrThrow', () => {
  const { snapshot } = tableOf(rowOf({ use_yn: 'N' }));

  it('gives the code, active or not', () => {
    expect(snapshot.getOrThrow('G', 'C')).toBe(snapshot.get('G', 'C'));
  });

  it('throws an error that names group and code', () => {
    const error = thrown(() => snapshot.getOrThrow('G', 'nope'));
    expect(error).toBeInstanceOf(CommonCodeNotFoundError);
    expect(error).toMatchObject({ name: 'CommonCodeNotFoundError', group: 'G', code: 'nope' });
    expect((error as Error).message).toBe('There is no common code "nope" in group "G".');
  });

  it('says so if there is not even the group', () => {
    const error = thrown(() => snapshot.getOrThrow('nope', 'C'));
    expect(error).toMatchObject({ group: 'nope', code: 'C' });
    expect((error as Error).message).toBe('There is no common code group "nope" (asked for code "C").');
  });
});

describe('I1: a version does not change', () => {
  it('when its rows do: insert, update, delete, reset', () => {
    const table = tableOf(rowOf({ code: 'a' }), rowOf({ code: 'b' }), rowOf({ group_code: 'H' }));
    const before = table.snapshot;
    const read = () => ({
      groups: before.groups(),
      all: before.groups().map((group) => before.listAll(group)),
      tree: before.tree('G'),
      labels: [...before.labels('G')],
      size: before.size,
      version: before.version,
    });
    const first = read();
    table.update(rowOf({ code: 'a', code_name: 'other', sort_order: 9 }));
    table.insert(rowOf({ code: 'c' }));
    table.delete(rowOf({ code: 'b' }));
    table.delete(rowOf({ group_code: 'H' }));
    table.reset();
    expect(read()).toEqual(first);
    expect(table.snapshot.size).toBe(0);
  });

  it('even if it is read for the first time after they did', () => {
    const table = tableOf(rowOf({ code: 'a' }), rowOf({ code: 'b' }));
    const before = table.snapshot;
    table.update(rowOf({ code: 'a', use_yn: 'N', code_name: 'other' }));
    table.delete(rowOf({ code: 'b' }));
    expect(before.list('G').map(({ code, label }) => [code, label])).toEqual([
      ['a', 'name'],
      ['b', 'name'],
    ]);
    expect(before.groups()).toEqual(['G']);
  });

  it('at the hands of its readers: lists and codes are frozen', () => {
    const { snapshot } = tableOf(rowOf(), rowOf({ code: 'off', use_yn: 'N' }));
    const given = [
      snapshot.groups(),
      snapshot.list('G'),
      snapshot.listAll('G'),
      snapshot.tree('G'),
      snapshot.get('G', 'C'),
      snapshot.list('none'),
    ];
    expect(given.map(Object.isFrozen)).toEqual(given.map(() => true));
  });
});

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
