import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseArray } from '../../lib/replica/postgres-array.js';

type Nested = readonly (string | null | Nested)[];

const element = fc.option(
  fc.oneof(
    fc.string({ unit: fc.constantFrom(...'{},"\\ NULnul한'), maxLength: 6 }),
    fc.constantFrom('NULL', 'null', '', ' '),
  ),
);

/** As Postgres's array_out: quoted where it must be. */
function written(value: string | null | Nested): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return `{${value.map(written).join(',')}}`;
  const mustQuote = value === '' || /[{},"\\\s]/.test(value) || value.toUpperCase() === 'NULL';
  return mustQuote ? `"${value.replace(/[\\"]/g, '\\$&')}"` : value;
}

const text = (value: string) => value;
const flat = fc.array(element, { maxLength: 4 });

describe('W14: any array of text', () => {
  it('is read as Postgres writes it', () => {
    fc.assert(
      fc.property(flat, (value) => {
        expect(parseArray(written(value), text)).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read in any number of dimensions, and from any lower bound', () => {
    const nested = fc.array(
      fc.array(fc.array(element, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
      {
        minLength: 1,
        maxLength: 2,
      },
    );
    fc.assert(
      fc.property(nested, (value) => {
        expect(parseArray(written(value), text)).toEqual(value);
        expect(parseArray(`[0:1][-1:1][2:3]=${written(value)}`, text)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it('that is cut off anywhere is none', () => {
    fc.assert(
      fc.property(flat, fc.nat(), (value, at) => {
        const whole = written(value);
        expect(parseArray(whole.slice(0, at % whole.length), text)).toBeUndefined();
        expect(parseArray(`${whole}}`, text)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
