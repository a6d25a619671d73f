import { describe, expect, it } from '@jest/globals';
import type { ColumnMapping } from 'nestjs-common-code';
import { compileRowMapper } from '../../../lib/domain/row-mapper.js';
import { DEFAULT_COLUMNS, rowOf } from './domain-under-test.js';

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
