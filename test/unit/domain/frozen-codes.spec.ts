import { describe, expect, it } from '@jest/globals';
import type { Row } from 'nestjs-common-code';
import { mapRow, rowOf } from './domain-under-test.js';

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

  it('attributes of a function that froze something inside, and not what that holds', () => {
    expectFrozen(mapRow(rowOf(), { attributes: () => ({ a: Object.freeze(nested().a) }) }).attributes);
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
