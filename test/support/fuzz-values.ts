import type { Dice } from './fuzz-dice.js';

/** Names that an object may already have, or that mean something to somebody. */
export const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  '',
  ' ',
  '\0',
  'a'.repeat(300),
  '한글',
  '0',
  'length',
];

/** Values of every kind, also such as only JSON texts can hold: they are written in as text. */
export function oddValue(dice: Dice): unknown {
  return dice.pick<() => unknown>([
    () => null,
    () => true,
    () => dice.pick([0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, -1e-300]),
    () =>
      dice.pick([
        '',
        ' ',
        '0',
        '-1',
        'null',
        '{}',
        '[',
        '\0',
        '\ud800',
        '\u202e',
        '😀'.repeat(50),
        '1e999',
        '-Infinity',
        "'; DROP TABLE",
      ]),
    () => 'x'.repeat(dice.size(20_000)),
    () => [],
    () => ({}),
    () => [null, [], {}],
    () => Object.fromEntries(NAMES.map((name) => [name, name])),
    () => raw('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    () => nested(dice),
    () => Array.from({ length: dice.size(2_000) }, (_, index) => index),
    () => raw('1e999'),
    () => raw('-0'),
    () => raw(`${'9'.repeat(dice.size(500))}`),
    () => raw('"\\u0000\\ud834"'),
    () => '{'.repeat(dice.size(20_000)),
    () => `{${'{'.repeat(dice.size(5_000))}1${'}'.repeat(3)}`,
  ])();
}

/** Text that stands in the body as it is: replaced after JSON.stringify. */
function raw(json: string): string {
  return `${RAW}${Buffer.from(json).toString('hex')}`;
}
const RAW = '~raw~';

function nested(dice: Dice): string {
  const depth = dice.size(30_000);
  return raw(
    dice.chance(0.5) ? `${'['.repeat(depth)}${']'.repeat(depth)}` : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
  );
}

/** As JSON, with the texts written in. */
export function stringify(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.replace(/"~raw~([0-9a-f]*)"/g, (_, hex: string) => Buffer.from(hex, 'hex').toString());
}
