import { describe, expect, it } from '@jest/globals';
import { SchemaMismatchError, ShapeSchema } from '../../../lib/replica/shape-schema.js';

const parse = (schema: unknown) => ShapeSchema.parse(JSON.stringify(schema)) as ShapeSchema;

describe('I9: electric-schema tells the primary key', () => {
  it('in the order of pk_index, not of the columns', () => {
    const schema = parse({
      code: { type: 'text', not_null: true, pk_index: 1 },
      name: { type: 'text' },
      group_code: { type: 'text', not_null: true, pk_index: 0 },
      site: { type: 'int4', pk_index: 2 },
    });
    expect(schema.columns).toEqual(['code', 'name', 'group_code', 'site']);
    expect(schema.primaryKey).toEqual(['group_code', 'code', 'site']);
  });

  it('as nothing for a table without one', () => {
    expect(parse({ a: { type: 'int4' } }).primaryKey).toEqual([]);
  });
});

describe('W14: a schema', () => {
  it.each([
    [''],
    ['null'],
    ['[]'],
    ['"x"'],
    ['{"a":null}'],
    ['{"a":{}}'],
    ['{"a":{"type":1}}'],
    ['{'],
    ['{"a":"text"}'],
  ])('%s is none', (text) => {
    expect(ShapeSchema.parse(text)).toBeUndefined();
  });

  it('decodes every column; one that it does not name is left as it is', () => {
    const schema = parse({ id: { type: 'int4' }, name: { type: 'text' }, on: { type: 'bool' } });
    expect(schema.decode({ id: '1', name: 'x', on: 't', more: 'y' })).toEqual({
      id: 1,
      name: 'x',
      on: true,
      more: 'y',
    });
    expect(schema.decode({ id: null, name: null, on: null })).toEqual({ id: null, name: null, on: null });
  });

  it.each([['id'], ['name']])('names the column that is missing in a message: %s', (column) => {
    const schema = parse({ id: { type: 'int4' }, name: { type: 'text' } });
    const { [column]: _, ...rest } = { id: '1', name: 'x' } as Record<string, string>;
    expect(() => schema.decode(rest)).toThrow(SchemaMismatchError);
    expect(() => schema.decode(rest)).toThrow(`column "${column}" is missing in the message`);
  });

  it('names the column, and not the value, that does not fit', () => {
    const schema = parse({ id: { type: 'int4' }, name: { type: 'text' } });
    expect(() => schema.decode({ id: 'hidden', name: 'x' })).toThrow(
      'column "id" holds a value that is not of its type',
    );
    expect(() => schema.decode({ id: 'hidden', name: 'x' })).not.toThrow('hidden');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '한글'])('can have a column called %s', (name) => {
    const schema = ShapeSchema.parse(`{"id":{"type":"int4","pk_index":0},"${name}":{"type":"bool","pk_index":1}}`);
    const wire = JSON.parse(`{"id":"1","${name}":"t"}`);
    const row = schema?.decode(wire);
    expect(Object.entries(row ?? {})).toEqual([
      ['id', 1],
      [name, true],
    ]);
    expect(Object.entries(schema?.decodeKey(wire) ?? {})).toEqual(Object.entries(row ?? {}));
    expect(() => schema?.decode({ id: '1' })).toThrow(`column "${name}" is missing in the message`);
    expect(() => schema?.decodeKey({ id: '1' })).toThrow(`column "${name}" is missing in the message`);
    expect(Object.isFrozen(Object.prototype)).toBe(false);
  });

  it.each([
    ['misses another column', { id: '1', order: 'x' }, 'column "name" is missing'],
    ['holds what is no text', { id: '1', order: 'x', name: 5 }, 'column "name" holds what is no text'],
    ['has no whole key', { id: null, order: 'x', name: 'n' }, 'column "id" is of the primary key, and null'],
  ])('W3: a row of which a value is not of its type, and that %s, is no row', (_, wire, message) => {
    const schema = parse({ order: { type: 'int4' }, name: { type: 'text' }, id: { type: 'text', pk_index: 0 } });
    const error = thrown(() => schema.decode(wire as never));
    expect(error).toMatchObject({ isNoRow: true, message: expect.stringContaining(message) });
    expect(thrown(() => schema.decode({ id: '1', order: 'x', name: 'n' }))).toMatchObject({ isNoRow: false });
  });

  it.each([null, -1, 0.5, '0', [0]])('W11 a key or dimensions of %j are no schema', (value) => {
    const text = (of: object) => JSON.stringify({ id: { type: 'int4', pk_index: 0 }, name: { type: 'text', ...of } });
    expect(ShapeSchema.parse(text({}))).toBeDefined();
    expect(ShapeSchema.parse(text({ pk_index: value }))).toBeUndefined();
    expect(ShapeSchema.parse(text({ dims: value }))).toBeUndefined();
  });

  it('decodes as another if columns, types, dimensions and key are the same', () => {
    const base = { id: { type: 'int4', pk_index: 0 }, name: { type: 'varchar', max_length: 5 } };
    const same = { id: { type: 'int4', pk_index: 0, not_null: true }, name: { type: 'varchar', max_length: 9 } };
    expect(parse(base).decodesAs(parse(same))).toBe(true);
    for (const other of [
      { ...base, name: { type: 'text' } },
      { ...base, name: { type: 'varchar', dims: 1 } },
      { ...base, more: { type: 'text' } },
      { id: base.id },
      { ...base, id: { type: 'int4' } },
      { ...base, name: { type: 'varchar', pk_index: 1 } },
    ]) {
      expect(parse(base).decodesAs(parse(other))).toBe(false);
    }
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
