import type { Dice } from './fuzz-dice.js';

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[a-z]+|[[\]{},:]/g;

const ODD_TOKENS = [
  ...[
    'null',
    'true',
    'false',
    'NaN',
    'undefined',
    'Infinity',
    '-0',
    '0',
    '1e999',
    '-1e-999',
    '9007199254740993',
    '1.5',
  ],
  ...[
    '1'.repeat(400),
    '01',
    '+1',
    '0x1',
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\u202e"',
    '"__proto__"',
    '"constructor"',
  ],
  ...[
    '"must-refetch"',
    '"up-to-date"',
    '"snapshot-end"',
    '"delete"',
    '"update"',
    '"insert"',
    '[]',
    '{}',
    '[[]]',
    '[[[[[[[[',
    ']]]]]]',
  ],
  ...[
    '{"__proto__":1}',
    '}{',
    ',,',
    ':',
    '"',
    '\\',
    '/* */',
    '//',
    "'",
    '[',
    ']',
    '{',
    '}',
    '"lsn"',
    '"value"',
    '"headers"',
    '"control"',
  ],
];

/** A token less, twice, or another one in its place. */
export function mutateTokens(text: string, dice: Dice): string {
  const tokens = [...text.matchAll(TOKEN)];
  const token = tokens[dice.below(tokens.length)];
  if (token === undefined) return dice.pick(ODD_TOKENS);
  const [before, after] = [text.slice(0, token.index), text.slice(token.index + token[0].length)];
  switch (dice.below(5)) {
    case 0:
      return `${before}${after}`;
    case 1:
      return `${before}${token[0]}${token[0]}${after}`;
    case 2: {
      const other = tokens[dice.below(tokens.length)] ?? token;
      return `${before}${other[0]}${after}`;
    }
    default:
      return `${before}${dice.pick(ODD_TOKENS)}${after}`;
  }
}
