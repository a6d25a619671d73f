import { describe, expect, it } from '@jest/globals';
import { CommonCodeConfigurationError } from 'nestjs-common-code';
import { RowDecoder } from '../../../lib/replica/row-decoder.js';
import { SchemaMismatchError, ShapeSchema } from '../../../lib/replica/shape-schema.js';
import { decoderOf } from './domain-under-test.js';

const parse = (schema: unknown) => ShapeSchema.parse(JSON.stringify(schema)) as ShapeSchema;

const COLUMNS = { code_name: { type: 'text' }, sort_order: { type: 'int4' }, use_yn: { type: 'bpchar', length: 1 } };
const KEYED = parse({
  ...COLUMNS,
  group_code: { type: 'text', pk_index: 0 },
  code: { type: 'bpchar', length: 4, pk_index: 1 },
});
const APART = parse({
  ...COLUMNS,
  group_code: { type: 'text' },
  code: { type: 'int4' },
  main: { type: 'bool', pk_index: 0 },
  ip: { type: 'inet', pk_index: 1 },
});

const keyedRow = { group_code: 'G', code: '1   ', code_name: 'one', sort_order: '2', use_yn: 'Y' };
const apartRow = {
  group_code: 'G',
  code: '1',
  code_name: 'one',
  sort_order: '2',
  use_yn: 'Y',
  main: 't',
  ip: '10.0.0.1',
};

describe('I9: what a row is called in snapshot and log', () => {
  it('is group and code, trimmed, of a table that is keyed by them', () => {
    const decode = decoderOf(new RowDecoder({}, false), KEYED, true);
    const inserted = decode('insert', keyedRow);
    expect(inserted.code).toMatchObject({ group: 'G', code: '1', label: 'one', sortOrder: 2, active: true });
    expect(inserted.key).toMatchObject({ group: 'G', code: '1' });
    expect(decode('delete', { ...keyedRow, code: '1' })).toEqual({
      operation: 'delete',
      key: { group: 'G', code: '1' },
    });
  });

  it('is the same though booleans and addresses are spelled differently', () => {
    const decode = decoderOf(new RowDecoder({}, false), APART, true);
    const { key } = decode('insert', { ...apartRow, main: 'true', ip: '10.0.0.1/32' });
    expect(decode('update', apartRow).key).toBe(key);
    expect(decode('delete', apartRow)).toEqual({ operation: 'delete', key });
    expect(decode('update', { ...apartRow, main: 'f' }).key).not.toBe(key);
    expect(decode('update', { ...apartRow, ip: '10.0.0.1/31' }).key).not.toBe(key);
  });
});

describe('I10: a row that does not fit', () => {
  it.each([
    ['a mapping', { use_yn: '?' }, /^active: "\?"/],
    ['its schema, though that came with it', { sort_order: 'x' }, /^column "sort_order" holds a value/],
  ])('%s: is rejected under its key', (_, values, reason) => {
    const decode = decoderOf(new RowDecoder({}, false), APART, true);
    const { key } = decode('insert', apartRow);
    const rejected = decode('update', { ...apartRow, ...values });
    expect(rejected).toEqual({ operation: 'update', key, rejection: expect.stringMatching(reason) });
    expect(decode('delete', { ...apartRow, ...values })).toEqual({ operation: 'delete', key });
  });

  it.each([
    ['a mapping', { use_yn: '?' }],
    ['its schema', { sort_order: 'x' }],
  ])('%s: is rejected under its group and code if they are the key', (_, values) => {
    const decode = decoderOf(new RowDecoder({}, false), KEYED, true);
    expect(decode('insert', { ...keyedRow, ...values })).toEqual({
      operation: 'insert',
      key: { group: 'G', code: '1' },
      rejection: expect.any(String),
    });
  });

  it('is found by its key alone, of which what does not fit stays as it came', () => {
    const decode = decoderOf(new RowDecoder({}, false), APART, true);
    const { main, ip } = apartRow;
    expect(decode('delete', { main, ip })).toEqual({ operation: 'delete', key: decode('insert', apartRow).key });
    const odd = decode('insert', { ...apartRow, main: 'maybe' });
    expect(odd.rejection).toMatch(/^column "main"/);
    expect(decode('delete', { main: 'maybe', ip }).key).toBe(odd.key);
    expect(decode('delete', { main: 'other', ip }).key).not.toBe(odd.key);
  });

  it('W14: an older schema means that the schema is to be asked for; a mapping does not', () => {
    const decode = decoderOf(new RowDecoder({}, false), APART, false);
    expect(() => decode('update', { ...apartRow, sort_order: 'x' })).toThrow(SchemaMismatchError);
    const { sort_order: _, ...renamed } = { ...apartRow, position: '1' };
    expect(() => decode('update', renamed)).toThrow(SchemaMismatchError);
    expect(decode('update', { ...apartRow, use_yn: '?' }).rejection).toMatch(/^active/);
  });
});

describe('W3 what is no row', () => {
  it.each([
    ['lacks a column', ({ code_name: _, ...others }: typeof apartRow) => others],
    ['lacks a column of the key', ({ ip: _, ...others }: typeof apartRow) => others],
    ['has a number for a text', (row: typeof apartRow) => ({ ...row, code_name: 5 })],
    ['has nothing in its key', (row: typeof apartRow) => ({ ...row, ip: null })],
    [
      'lacks a column, and has another of the wrong type',
      ({ use_yn: _, ...others }: typeof apartRow) => ({ ...others, sort_order: 'x' }),
    ],
  ])('W3 %s: is thrown and not rejected, though the schema came with it', (_, spoil) => {
    const decode = decoderOf(new RowDecoder({}, false), APART, true);
    expect(() => decode('update', spoil(apartRow) as typeof apartRow)).toThrow(SchemaMismatchError);
  });
});

describe('design 5: columns that are missing in the table', () => {
  it('are a configuration error before any row is taken in', () => {
    const decoder = new RowDecoder({ label: 'nope' }, false);
    expect(() => decoder.decoder(KEYED, true)).toThrow(CommonCodeConfigurationError);
    expect(() => decoder.mapper(parse({ group_code: { type: 'text' } }))).toThrow(CommonCodeConfigurationError);
  });

  it('are looked for anew with each schema', () => {
    const decoder = new RowDecoder({}, false);
    expect(decoder.mapper(KEYED)).toBe(decoder.mapper(KEYED));
    expect(decoder.mapper(KEYED).keyedByCode).toBe(true);
    expect(decoder.mapper(APART).keyedByCode).toBe(false);
  });
});

describe('I7: what a store would keep', () => {
  it('is the row as Electric sent it, rejected ones too, and nothing of a deleted one', () => {
    const decode = decoderOf(new RowDecoder({}, true), APART, true);
    for (const wire of [apartRow, { ...apartRow, use_yn: '?' }, { ...apartRow, sort_order: 'x' }]) {
      expect(decode('insert', wire).wire).toBe(wire);
    }
    expect(decode('delete', apartRow).wire).toBeUndefined();
    expect(decoderOf(new RowDecoder({}, false), APART, true)('insert', apartRow)).not.toHaveProperty('wire');
  });
});
