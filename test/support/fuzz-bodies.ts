import type { Dice } from './fuzz-dice.js';

/** Changes a body: its bytes, its tokens, or what it says. */
export function mutateBody(text: string, dice: Dice): { readonly how: string; readonly body: Buffer } {
  const how = dice.weighted({ bytes: 3, tokens: 3, structure: 6, replaced: 1 });
  switch (how) {
    case 'bytes':
      return { how, body: repeatedly(dice, Buffer.from(text), mutateBytes) };
    case 'tokens':
      return { how, body: Buffer.from(repeatedly(dice, text, mutateTokens)) };
    case 'structure':
      return { how, body: Buffer.from(mutateStructure(text, dice)) };
    case 'replaced':
      return { how, body: Buffer.from(dice.pick(REPLACEMENTS)(dice)) };
  }
}

function repeatedly<T>(dice: Dice, value: T, change: (value: T, dice: Dice) => T): T {
  let changed = value;
  for (let times = dice.size(4); times > 0; times -= 1) changed = change(changed, dice);
  return changed;
}

const ODD_BYTES = [
  0x00, 0x01, 0x08, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0xc0, 0xe2, 0xef, 0xfe,
  0xff,
];

function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
  const at = dice.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + dice.size(64));
  const [before, range, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (dice.below(9)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] as number) ^ (1 << dice.below(8));
      return flipped;
    }
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, Buffer.from([dice.pick(ODD_BYTES)]), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([before, range, range, after]);
    case 4:
      return before; // breaks off
    case 5:
      return bytes.subarray(at); // begins late
    case 6: {
      const other = dice.below(bytes.length + 1);
      return Buffer.concat([before, bytes.subarray(other, other + dice.size(200)), after]);
    }
    case 7:
      return Buffer.concat([Buffer.from(dice.pick(['\ufeff', ' \n\t', '\0', ")]}'\n", 'while(1);'])), bytes]);
    default:
      return Buffer.concat([
        bytes,
        dice.chance(0.5) ? bytes : Buffer.from(dice.pick(['\n', ']', '}', '[]', '\0', ','])),
      ]);
  }
}

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

function mutateTokens(text: string, dice: Dice): string {
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

const NAMES = [
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
function oddValue(dice: Dice): unknown {
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

type Message = Record<string, unknown>;

const LSNS = [
  '0',
  '1',
  '00',
  '0001100',
  '-1',
  '1e3',
  '',
  ' 1',
  '1.0',
  'x',
  '18446744073709551615',
  '99999999999999999999',
  '999999999999999999999',
  '9223372036854775808',
];
const OPS = [0, 1, -1, 1.5, 2 ** 53, 2 ** 53 - 1, 1e308, '0', '2', null, true, [], {}];
const CONTROLS = [
  'must-refetch',
  'up-to-date',
  'snapshot-end',
  'subset-end',
  'something-new',
  '',
  '__proto__',
  'MUST-REFETCH',
];
const TXIDS = [
  [],
  [0],
  [-1],
  [1.5],
  ['1'],
  [null],
  [4_294_967_295, 1],
  [2 ** 53],
  'x',
  7,
  {},
  [[1]],
  Array.from({ length: 3_000 }, (_, id) => id),
];

function mutateStructure(text: string, dice: Dice): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return text;
  }
  const body = Array.isArray(parsed) ? parsed : (parsed as { data?: unknown[] }).data;
  if (!Array.isArray(body)) return stringify(oddValue(dice));
  for (let times = dice.size(4); times > 0; times -= 1) change(body, parsed, dice);
  return stringify(dice.chance(0.02) ? oddValue(dice) : parsed);
}

function change(messages: unknown[], whole: unknown, dice: Dice): void {
  const at = dice.below(messages.length + 1);
  const message = messages[at] as Message | undefined;
  const headers = message?.['headers'] as Message | undefined;
  const value = message?.['value'] as Message | undefined;
  switch (dice.below(18)) {
    case 0:
      return void messages.splice(at, 1);
    case 1:
      return void (message && messages.splice(at, 0, structuredClone(message)));
    case 2:
      return void messages.splice(at, 0, oddValue(dice));
    case 3:
      return void messages.splice(at, 0, {
        headers: { control: dice.chance(0.8) ? dice.pick(CONTROLS) : oddValue(dice) },
      });
    case 4:
      return void messages.reverse();
    case 5: {
      const other = dice.below(messages.length + 1);
      [messages[at], messages[other]] = [messages[other], messages[at]];
      return;
    }
    case 6:
      if (headers) headers['lsn'] = dice.chance(0.8) ? dice.pick(LSNS) : oddValue(dice);
      return;
    case 7:
      if (headers) headers['op_position'] = dice.chance(0.8) ? dice.pick(OPS) : oddValue(dice);
      return;
    case 8:
      if (headers) headers['txids'] = dice.pick(TXIDS);
      return;
    case 9:
      if (headers) headers['last'] = dice.pick([true, false, 'true', 1, null, {}, []]);
      return;
    case 10:
      if (headers)
        headers['operation'] = dice.pick([
          'insert',
          'update',
          'delete',
          'INSERT',
          'truncate',
          '',
          '__proto__',
          null,
          5,
        ]);
      return;
    case 11:
      if (message) message['value'] = oddValue(dice);
      return;
    case 12:
      if (message)
        message['headers'] = dice.chance(0.5)
          ? oddValue(dice)
          : { ...headers, control: dice.pick([5, null, {}, true]) };
      return;
    case 13:
      if (value) replaceIn(value, dice);
      return;
    case 14:
      if (value) delete value[dice.pick(Object.keys(value).concat('?'))];
      return;
    case 15:
      if (value)
        Object.defineProperty(value, dice.pick(NAMES), {
          value: oddValue(dice),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      return;
    case 16:
      if (message) delete message[dice.pick(['headers', 'value', 'key'])];
      return;
    default:
      if (typeof whole === 'object' && whole !== null && !Array.isArray(whole)) replaceIn(whole as Message, dice);
      else if (message && typeof message === 'object') replaceIn(message, dice);
  }
}

/** Somewhere below, one value becomes another. */
function replaceIn(target: Message, dice: Dice): void {
  const keys = Object.keys(target);
  if (keys.length === 0) return;
  const key = dice.pick(keys);
  const inner = target[key];
  if (typeof inner === 'object' && inner !== null && dice.chance(0.6)) {
    replaceIn(inner as Message, dice);
    return;
  }
  Object.defineProperty(target, key, { value: oddValue(dice), enumerable: true, configurable: true, writable: true });
}

function stringify(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.replace(/"~raw~([0-9a-f]*)"/g, (_, hex: string) => Buffer.from(hex, 'hex').toString());
}

const REPLACEMENTS: readonly ((dice: Dice) => string | Buffer)[] = [
  () => '',
  () => ' ',
  () => 'null',
  () => '[null]',
  () => '[]',
  () => '[[]]',
  () => '[{}]',
  () => '{}',
  () => '"text"',
  () => '5',
  () => '\ufeff[]',
  () => '<!DOCTYPE html><html><body>Welcome to nginx</body></html>',
  () => '[{"headers":{"control":"must-refetch"}}]',
  () => '[{"headers":{"control":"up-to-date"}}]',
  () => '{"message":"Invalid request","errors":{"offset":["out of bounds"]}}',
  () => '{"metadata":{}, "data": []}',
  () => '{"metadata":{"xmin":"1","xmax":"1","xip_list":5}, "data": []}',
  () => '{"metadata":{"xmin":"1","xmax":"1","xip_list":[]}, "data": [5]}',
  (dice) => `${'['.repeat(dice.size(200_000))}`,
  (dice) => `${'[{"value":{"a":'.repeat(dice.size(20_000))}`,
  (dice) => `[${'{"headers":{"control":"x"}},'.repeat(dice.size(5_000))}{}]`,
  (dice) => `[{"value":{"a":"${'x'.repeat(dice.size(300_000))}"}}]`,
  (dice) => Buffer.from(Array.from({ length: dice.size(5_000) }, () => dice.below(256))),
  (dice) => `[${'{"a":1},{"'.repeat(dice.size(20_000))}`,
  (dice) => `${' '.repeat(dice.size(100_000))}[]`,
  (dice) => `{"metadata":${' '.repeat(dice.size(100_000))}`,
  (dice) => `{"metadata":{"xmin":"1","xmax":"1","xip_list":[${'1,'.repeat(dice.size(50_000))}1]}, "data": []}`,
];
