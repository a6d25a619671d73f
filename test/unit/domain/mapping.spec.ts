import { describe, expect, it } from '@jest/globals';
import { type ColumnMapping, CommonCodeConfigurationError, type Row } from 'nestjs-common-code';
import { compileRowMapper } from '../../../lib/domain/row-mapper.js';
import { DEFAULT_COLUMNS, mapRow, rowOf } from './domain-under-test.js';

describe('design 5: the mapping without options', () => {
  it('takes group_code, code, code_name, sort_order and use_yn, and knows no parent', () => {
    expect(mapRow(rowOf({ group_code: 'BANK', code: '004', code_name: '국민', sort_order: 3, use_yn: 'N' }))).toEqual({
      group: 'BANK',
      code: '004',
      label: '국민',
      sortOrder: 3,
      active: false,
      parent: null,
      attributes: {},
    });
  });

  it('gives attributes that nobody can add to where no column is left for them', () => {
    expect(Object.isFrozen(mapRow(rowOf()).attributes)).toBe(true);
  });

  it('takes as attributes all columns that are not mapped, values as they are', () => {
    const row = rowOf({
      id: 7,
      name_en: 'KB',
      parent_code: 'P',
      tags: ['a', null],
      options: { swift: null },
      big: '9007199254740993',
    });
    expect(mapRow(row).attributes).toEqual({
      id: 7,
      name_en: 'KB',
      parent_code: 'P',
      tags: ['a', null],
      options: { swift: null },
      big: '9007199254740993',
    });
    expect(mapRow(rowOf({ memo: null })).attributes).toEqual({ memo: null });
  });

  it('does without sort_order and use_yn where the table has none: no order, and everything is active', () => {
    const code = mapRow({ group_code: 'G', code: 'C', code_name: 'name' });
    expect(code).toMatchObject({ sortOrder: null, active: true });
  });
});

describe('design 5: the mapping by column names', () => {
  const row = { grp: 'G', cd: 'C', nm: 'name', ord: 2, on: false, up: 'P', group_code: 'x', code: 'y', use_yn: 'N' };
  const mapping = { group: 'grp', code: 'cd', label: 'nm', sortOrder: 'ord', active: 'on', parent: 'up' };

  it('takes each property from its column, and what is left, defaults that were replaced included, as attributes', () => {
    expect(mapRow(row, mapping)).toEqual({
      group: 'G',
      code: 'C',
      label: 'name',
      sortOrder: 2,
      active: false,
      parent: 'P',
      attributes: { group_code: 'x', code: 'y', use_yn: 'N' },
    });
  });

  it('may take two properties from one column', () => {
    expect(mapRow(rowOf({ code: '7' }), { label: 'code', sortOrder: 'code' })).toMatchObject({
      code: '7',
      label: '7',
      sortOrder: 7,
      attributes: { code_name: 'name', sort_order: 1 },
    });
  });

  it('takes attributes from a column that holds an object; null is none', () => {
    expect(mapRow(rowOf({ data: { a: [1] } }), { attributes: 'data' as never }).attributes).toEqual({ a: [1] });
    expect(mapRow(rowOf({ data: null }), { attributes: 'data' as never }).attributes).toEqual({});
  });

  it.each([['text'], [7], [true], [['a']]])('I10: rejects a row whose attributes column holds %j', (data) => {
    expect(() => mapRow(rowOf({ data }), { attributes: 'data' as never })).toThrow(
      `attributes: expected an object, got ${JSON.stringify(data)}`,
    );
  });
});

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

describe('design 5: a code is text', () => {
  it.each([
    ['01', '01'],
    ['1', '1'],
    [1, '1'],
    [' 1', ' 1'],
    ['', ''],
    [1.5, '1.5'],
    [true, 'true'],
    [['a', 1], '["a",1]'],
    [{ a: 1 }, '{"a":1}'],
  ])('%j is the group, the code and the parent %j', (value, text) => {
    const code = mapRow(rowOf({ group_code: value, code: value, up: value }), { parent: 'up' });
    expect([code.group, code.code, code.parent]).toEqual([text, text, text]);
  });

  it('a null label is the code itself; a blank one is a label', () => {
    expect(mapRow(rowOf({ code: 7, code_name: null })).label).toBe('7');
    expect(mapRow(rowOf({ code_name: '' })).label).toBe('');
    expect(mapRow(rowOf(), { label: () => undefined }).label).toBe('C');
  });

  it('a null parent is none', () => {
    expect(mapRow(rowOf({ up: null }), { parent: 'up' }).parent).toBeNull();
  });

  it.each([
    ['group_code', 'group'],
    ['code', 'code'],
  ])('I10: a null %s rejects the row', (column, property) => {
    expect(() => mapRow(rowOf({ [column]: null }))).toThrow(`${property}: the row has none`);
  });
});

describe('design 5: sort order, coerced from any numeric', () => {
  it.each([
    [3, 3],
    [0, 0],
    [-2, -2],
    [1.5, 1.5],
    ['3', 3],
    ['-7', -7],
    ['0010', 10],
    ['1.500', 1.5],
    ['9007199254740993', 9007199254740992],
    ['123456789012345678901234567890.5', 1.2345678901234568e29],
    ['1e+30', 1e30],
    [' 4 ', 4],
  ])('%j is %d', (value, number) => {
    expect(mapRow(rowOf({ sort_order: value })).sortOrder).toBe(number);
  });

  it('a bigint of a function is its number', () => {
    expect(mapRow(rowOf(), { sortOrder: () => 12n }).sortOrder).toBe(12);
  });

  it.each([[null], [''], [' '], ['abc'], ['1a'], ['NaN'], ['Infinity'], ['-Infinity'], [true], [{ a: 1 }], [[1]]])(
    '%j is none, and sorts last',
    (value) => {
      expect(mapRow(rowOf({ sort_order: value })).sortOrder).toBeNull();
    },
  );

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY], [undefined]])(
    '%d of a function is none',
    (value) => {
      expect(mapRow(rowOf(), { sortOrder: () => value }).sortOrder).toBeNull();
    },
  );
});

describe('design 5: active', () => {
  it.each([['Y'], ['y'], ['1'], [1], [true], ['t'], ['T'], ['true'], ['TRUE'], [' Y '], ['Y   ']])(
    '%j is yes',
    (value) => {
      expect(mapRow(rowOf({ use_yn: value })).active).toBe(true);
    },
  );

  it.each([['N'], ['n'], ['0'], [0], [false], ['f'], ['F'], ['false'], ['False'], [' n'], [null], [''], [' ']])(
    '%j is no',
    (value) => {
      expect(mapRow(rowOf({ use_yn: value })).active).toBe(false);
    },
  );

  it.each([['yes'], ['X'], ['사용'], [2], [-1], ['2'], ['10'], ['YN'], [{ a: 1 }]])(
    'I10: %j is neither: the row is rejected, and told why',
    (value) => {
      expect(() => mapRow(rowOf({ use_yn: value }))).toThrow(`active: ${JSON.stringify(value)} is none of Y/N, 1/0`);
    },
  );

  it('a function may give a boolean for what only it understands', () => {
    const active = ({ use_yn }: Row) => use_yn === '사용';
    expect(mapRow(rowOf({ use_yn: '사용' }), { active }).active).toBe(true);
    expect(mapRow(rowOf({ use_yn: '미사용' }), { active }).active).toBe(false);
    expect(mapRow(rowOf(), { active: () => 1n }).active).toBe(true);
    expect(mapRow(rowOf(), { active: () => undefined }).active).toBe(false);
  });
});

describe('design 5: codes are frozen, attributes deeply', () => {
  const nested = () => ({ a: { b: [{ c: 1 }] } });
  const expectFrozen = (attributes: unknown) => {
    const { a } = attributes as ReturnType<typeof nested>;
    expect([attributes, a, a.b, a.b[0]].map(Object.isFrozen)).toEqual([true, true, true, true]);
  };

  it('the code itself', () => {
    const code = mapRow(rowOf());
    expect(Object.isFrozen(code)).toBe(true);
    expect(() => {
      (code as { label: string }).label = 'other';
    }).toThrow(TypeError);
  });

  it('attributes of columns', () => {
    const attributes = mapRow(rowOf({ a: nested().a, empty: [] })).attributes;
    expectFrozen(attributes);
    expect(Object.isFrozen(attributes['empty'])).toBe(true);
    expect(Object.isFrozen(mapRow(rowOf()).attributes)).toBe(true);
  });

  it('attributes of one column', () => {
    expectFrozen(mapRow(rowOf({ data: nested() }), { attributes: 'data' as never }).attributes);
  });

  it('attributes of a function', () => {
    expectFrozen(mapRow(rowOf(), { attributes: nested }).attributes);
  });

  it('attributes of a function that froze the outside itself', () => {
    expectFrozen(mapRow(rowOf(), { attributes: () => Object.freeze(nested()) }).attributes);
  });

  it('attributes that refer to one another', () => {
    const ring: Record<string, unknown> = { name: 'a' };
    ring['self'] = { ring };
    const { attributes } = mapRow(rowOf(), { attributes: () => ring });
    expect(attributes).toBe(ring);
    expect(Object.isFrozen(ring['self'])).toBe(true);
  });
});

describe('design 5: a column called __proto__', () => {
  it('is an attribute like others, and freezes nothing but its own value', () => {
    const row = JSON.parse('{"group_code":"G","code":"C","code_name":"n","__proto__":{"a":[1]}}') as Row;
    const { attributes } = mapRow(row);
    expect(Object.entries(attributes)).toEqual([['__proto__', { a: [1] }]]);
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
    expect(Object.isFrozen(Object.prototype)).toBe(false);
  });
});

describe('design 5: columns that must exist', () => {
  const compile = (mapping: ColumnMapping, columns: readonly string[], primaryKey: readonly string[] = ['id']) => {
    try {
      compileRowMapper(mapping, { columns, primaryKey });
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(CommonCodeConfigurationError);
      return (error as CommonCodeConfigurationError).problems;
    }
  };

  it('are the default group, code and label: one error names all, and lists what the table has', () => {
    const has = 'the table has "id", "name"';
    expect(compile({}, ['id', 'name'])).toEqual([
      `mapping.group: there is no column "group_code"; ${has}`,
      `mapping.code: there is no column "code"; ${has}`,
      `mapping.label: there is no column "code_name"; ${has}`,
    ]);
  });

  it.each(['group', 'code', 'label', 'sortOrder', 'active', 'parent', 'attributes'] as const)(
    'are those that the user named: mapping.%s',
    (property) => {
      const problems = compile({ [property]: 'Nope' }, [...DEFAULT_COLUMNS, 'id']);
      expect(problems).toEqual([
        expect.stringContaining(`mapping.${property}: there is no column "Nope"; the table has`),
      ]);
      for (const column of DEFAULT_COLUMNS) expect(problems[0]).toContain(JSON.stringify(column));
    },
  );

  it('are not the other defaults, nor what a function stands in for', () => {
    expect(compile({}, ['id', 'group_code', 'code', 'code_name'])).toEqual([]);
    const value = () => 'x';
    expect(compile({ group: value, code: value, label: value }, ['id'])).toEqual([]);
  });

  it('are told together with a missing primary key (I9)', () => {
    expect(compile({ label: 'nm' }, DEFAULT_COLUMNS, [])).toEqual([
      expect.stringContaining('mapping.label'),
      expect.stringMatching(/^shape\.table: .*no primary key/),
    ]);
    expect(compile({}, DEFAULT_COLUMNS, [])).toHaveLength(1);
  });

  it('are all in the message of the error', () => {
    const error = new CommonCodeConfigurationError(['first: x', 'second: y']);
    expect(error.message).toContain('first: x');
    expect(error.message).toContain('second: y');
    expect(error.name).toBe('CommonCodeConfigurationError');
  });
});

describe('I9: the identity of a row is the values of its primary key', () => {
  const mapper = (primaryKey: readonly string[], mapping: ColumnMapping = {}) =>
    compileRowMapper(mapping, { columns: [...new Set([...DEFAULT_COLUMNS, ...primaryKey])], primaryKey });

  it('is group and code if they are the key, in either order, and then they need no index of their own', () => {
    expect(mapper(['group_code', 'code']).keyedByCode).toBe(true);
    expect(mapper(['code', 'group_code']).keyedByCode).toBe(true);
    expect(mapper(['code', 'group_code']).keyColumns).toEqual(['group_code', 'code']);
    expect(mapper(['code', 'group_code']).key(rowOf())).toEqual({ group: 'G', code: 'C' });
  });

  it.each([
    ['a surrogate key', ['id'], {}],
    ['more than group and code', ['group_code', 'code', 'lang'], {}],
    ['group alone', ['group_code'], {}],
    ['group and another column', ['group_code', 'lang'], {}],
    ['code and another column', ['lang', 'code'], {}],
    ['group and code, of which a function makes others', ['group_code', 'code'], { code: () => 'x' }],
    ['group and code, of which a function makes groups', ['group_code', 'code'], { group: () => 'x' }],
    ['group and code, and other columns are mapped', ['group_code', 'code'], { group: 'use_yn', code: 'code_name' }],
  ])('is of its own if the key is %s', (_, primaryKey, mapping) => {
    const { keyedByCode, keyColumns } = mapper(primaryKey, mapping);
    expect({ keyedByCode, keyColumns }).toEqual({ keyedByCode: false, keyColumns: primaryKey });
  });

  it('is of its own if group and code are one column of a key of two', () => {
    const { key, keyedByCode } = mapper(['code', 'lang'], { group: 'code', code: 'code' });
    expect(keyedByCode).toBe(false);
    expect(key(rowOf({ code: 'a', lang: 'ko' }))).not.toEqual(key(rowOf({ code: 'a', lang: 'en' })));
  });

  it('is normalised by type: what a boolean or a number was spelled like does not matter', () => {
    const { key } = mapper(['main', 'id']);
    expect(key({ main: true, id: 1 })).toBe(key({ main: true, id: 1, code: 'other' }));
    expect(new Set([key({ main: true, id: 1 }), key({ main: false, id: 1 }), key({ main: true, id: 11 })]).size).toBe(
      3,
    );
  });

  it('tells apart keys whose parts would read the same one after another', () => {
    const { key } = mapper(['a', 'b']);
    expect(key({ a: 'x', b: 'yz' })).not.toBe(key({ a: 'xy', b: 'z' }));
    expect(key({ a: 'x/', b: 'y' })).not.toBe(key({ a: 'x', b: '/y' }));
  });
});
