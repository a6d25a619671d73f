import { describe, expect, it } from '@jest/globals';
import { decoderFor } from '../../../lib/replica/column-decoder.js';
import { SchemaMismatchError, ShapeSchema } from '../../../lib/replica/shape-schema.js';

/** One value of one type, as a row of a shape would bring it. */
function decoded(type: string, text: string | null, dims?: number): unknown {
  const schema = ShapeSchema.parse(JSON.stringify({ v: { type, ...(dims !== undefined && { dims }) } }));
  return schema?.decode({ v: text })['v'];
}

function expectMismatch(type: string, text: string, dims?: number): void {
  expect(() => decoded(type, text, dims)).toThrow(SchemaMismatchError);
  expect(() => decoded(type, text, dims)).toThrow('column "v" holds a value that is not of its type');
}

describe('W14: whole numbers of int2 and int4', () => {
  it.each([
    ['int2', '1', 1],
    ['int2', '-32768', -32768],
    ['int2', '32767', 32767],
    ['int4', '0', 0],
    ['int4', '-7', -7],
    ['int4', '2147483647', 2147483647],
    ['int4', '-2147483648', -2147483648],
  ])('%s %s is a number', (type, text, number) => {
    expect(decoded(type, text)).toBe(number);
  });

  it.each([[''], [' '], ['abc'], ['1.5'], ['1e3'], ['0x10'], ['1 '], ['-'], ['+1'], ['NaN'], ['t'], ['{1}'], ['1\n']])(
    '%j is none: the schema is old',
    (text) => {
      expectMismatch('int4', text);
      expectMismatch('int2', text);
    },
  );

  it.each([['01'], ['-01'], ['00'], ['-0']])(
    "%j is none, since Postgres writes no such integer: the column has become text, where '01' is not 1",
    (text) => {
      expectMismatch('int4', text);
    },
  );

  it.each([
    ['int2', '32768'],
    ['int2', '-32769'],
    ['int4', '2147483648'],
    ['int4', '-2147483649'],
    ['int4', '9007199254740993'],
  ])('%s cannot be %s: the column has become larger', (type, text) => {
    expectMismatch(type, text);
  });
});

describe('W14: int8 and numeric stay text, to lose no digit', () => {
  it.each([
    ['int8', '9007199254740993'],
    ['int8', '-9223372036854775808'],
    ['numeric', '123456789012345678901234567890.5'],
    ['numeric', '1.500'],
    ['numeric', 'NaN'],
  ])('%s %s', (type, text) => {
    expect(decoded(type, text)).toBe(text);
  });
});

describe('W14: floats', () => {
  it.each([
    ['float4', '1.1', 1.1],
    ['float8', '1e+300', 1e300],
    ['float4', '1e-20', 1e-20],
    ['float8', '0', 0],
    ['float8', '-0.5', -0.5],
    ['float8', '12', 12],
  ])('%s %s is a number', (type, text, number) => {
    expect(decoded(type, text)).toBe(number);
  });

  it.each([['NaN'], ['Infinity'], ['-Infinity']])('%s stays text: JSON has no such number', (text) => {
    expect(decoded('float8', text)).toBe(text);
    expect(decoded('float4', text)).toBe(text);
  });

  it.each([[''], [' '], ['abc'], ['1.1x'], ['1,1'], ['nan'], ['inf'], ['t'], ['1e999']])('%j is none', (text) => {
    expectMismatch('float8', text);
  });
});

describe('W14: booleans, in both spellings (README 17)', () => {
  it.each([
    ['true', true],
    ['t', true],
    ['false', false],
    ['f', false],
  ])('%s', (text, value) => {
    expect(decoded('bool', text)).toBe(value);
  });

  it.each([[''], ['TRUE'], ['T'], ['yes'], ['1'], ['0'], [' t']])('%j is none', (text) => {
    expectMismatch('bool', text);
  });
});

describe('W14: json and jsonb are parsed', () => {
  it.each([['json'], ['jsonb']])('%s', (type) => {
    expect(decoded(type, '{"a": 1,  "b":[null, "한"]}')).toEqual({ a: 1, b: [null, '한'] });
    expect(decoded(type, '[]')).toEqual([]);
    expect(decoded(type, '"text"')).toBe('text');
    expect(decoded(type, '1.5')).toBe(1.5);
    expect(decoded(type, 'false')).toBe(false);
    expect(decoded(type, 'null')).toBeNull();
  });

  it.each([[''], ['{'], ['abc'], ["{'a':1}"], ['{"a":1}}']])('%j is none', (text) => {
    expectMismatch('jsonb', text);
  });
});

describe('W14: char(n) loses its padding, and only that (README 17)', () => {
  it.each([
    ['ab    ', 'ab'],
    ['ab', 'ab'],
    ['  a ', '  a'],
    ['a\t ', 'a\t'],
    ['      ', ''],
    ['', ''],
    ['a b ', 'a b'],
  ])('%j is %j', (text, value) => {
    expect(decoded('bpchar', text)).toBe(value);
  });

  it.each([['text'], ['varchar'], ['char'], ['name']])('%s keeps its blanks', (type) => {
    expect(decoded(type, ' a  ')).toBe(' a  ');
  });
});

describe('W14: inet, in both spellings (README 37)', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.1/32', '10.0.0.1'],
    ['10.0.0.0/24', '10.0.0.0/24'],
    ['10.0.0.1/3', '10.0.0.1/3'],
    ['::1', '::1'],
    ['::1/128', '::1'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:db8::/64', '2001:db8::/64'],
    ['::ffff:10.0.0.1/128', '::ffff:10.0.0.1'],
  ])('%s is %s', (text, value) => {
    expect(decoded('inet', text)).toBe(value);
  });

  it('a cidr is not one: its mask is its value', () => {
    expect(decoded('cidr', '10.0.0.1/32')).toBe('10.0.0.1/32');
  });
});

describe('W14: all else is text, as it comes (README, transcript 19)', () => {
  it.each([
    ['text', ''],
    ['text', '한글 😀'],
    ['varchar', 'null'],
    ['mood', 'ok'],
    ['uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ['bytea', '\\xdeadbeef'],
    ['timestamptz', '2024-02-28 16:02:03+00'],
    ['timestamp', 'infinity'],
    ['date', '0044-03-15 BC'],
    ['interval', 'P1DT2H3M'],
    ['some_type_of_tomorrow', '{1,2}'],
    ['toString', 'x'],
  ])('%s %j', (type, text) => {
    expect(decoded(type, text)).toBe(text);
  });

  it.each([['int4'], ['text'], ['bool'], ['jsonb'], ['bpchar'], ['inet']])('a null %s is null', (type) => {
    expect(decoded(type, null)).toBeNull();
    expect(decoded(type, null, 1)).toBeNull();
  });
});

describe('W14: arrays', () => {
  it.each([
    ['text', '{}', []],
    ['text', '{a}', ['a']],
    ['text', '{"a,b","c\\"d",NULL,""}', ['a,b', 'c"d', null, '']],
    ['text', '{"NULL",null,nulls}', ['NULL', 'null', 'nulls']],
    ['text', '{"{a}","b}","\\\\","a\\nb"}', ['{a}', 'b}', '\\', 'anb']],
    ['text', '{" a ",한글,"한,글"}', [' a ', '한글', '한,글']],
    [
      'text',
      '{{a,b},{c,d}}',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'text',
      '{{{a},{NULL}},{{"x,y"},{""}}}',
      [
        [['a'], [null]],
        [['x,y'], ['']],
      ],
    ],
    ['text', '[0:1]={a,b}', ['a', 'b']],
    [
      'text',
      '[-1:0][2:3]={{a,b},{c,d}}',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['int4', '{1,NULL,-3}', [1, null, -3]],
    ['int8', '{9007199254740993,1}', ['9007199254740993', '1']],
    ['numeric', '{1.50,NaN}', ['1.50', 'NaN']],
    ['float8', '{1.5,NaN,-Infinity}', [1.5, 'NaN', '-Infinity']],
    ['bool', '{t,f,NULL}', [true, false, null]],
    ['jsonb', '{"{\\"a\\": [1, 2]}",NULL,"null"}', [{ a: [1, 2] }, null, null]],
    ['bpchar', '{"a  ",b}', ['a', 'b']],
    ['inet', '{10.0.0.1/32,10.0.0.0/8}', ['10.0.0.1', '10.0.0.0/8']],
    ['timestamp', '{"2024-02-29 01:02:03"}', ['2024-02-29 01:02:03']],
  ])('of %s: %s', (type, text, value) => {
    expect(decoded(type, text, 1)).toEqual(value);
  });

  it.each([
    [''],
    ['a'],
    ['{'],
    ['}'],
    ['{a'],
    ['{a,'],
    ['{a,}'],
    ['{,a}'],
    ['{,}'],
    ['{a}b'],
    ['{a}}'],
    ['{{a}'],
    ['{"a}'],
    ['{"a"b}'],
    ['{"a\\'],
    ['[0:1]{a,b}'],
    ['[0:1]'],
    ['[0:1]='],
    ['[]'],
    [' {a}'],
  ])('%j is none', (text) => {
    expectMismatch('text', text, 1);
  });

  it.each([
    ['int4', '{1,x}'],
    ['int4', '{"1",""}'],
    ['bool', '{t,maybe}'],
    ['jsonb', '{"{"}'],
    ['int4', '{{1},{x}}'],
  ])('of %s, %s holds an element that is none', (type, text) => {
    expectMismatch(type, text, 1);
  });

  it.each([[7], [100], [100_000]])(
    'of %d dimensions, which Postgres does not have, is none, and exhausts no stack',
    (depth) => {
      expectMismatch('text', `${'{'.repeat(depth)}a${'}'.repeat(depth)}`, 1);
      expectMismatch('text', '{'.repeat(depth), 1);
    },
  );

  it('of six dimensions is one', () => {
    expect(decoded('text', '{{{{{{a}}}}}}', 6)).toEqual([[[[[['a']]]]]]);
  });

  it('dims of 0 is no array', () => {
    expect(decoded('text', '{a}', 0)).toBe('{a}');
    expect(decoderFor({ type: 'int4', dims: 0 })('1')).toBe(1);
  });
});
