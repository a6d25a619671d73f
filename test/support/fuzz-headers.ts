import type { Dice } from './fuzz-dice.js';

/** Header names of an answer that the library may look at, and what they could be made to say. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'electric-handle': [
    '',
    ' ',
    'other',
    'shape-1',
    'shape-2',
    '../../etc',
    'a b',
    '"',
    '%00',
    '&secret=x',
    'x'.repeat(20_000),
    'é\u0080ÿ',
  ],
  'electric-offset': [
    ...[
      '',
      '-1',
      'now',
      '0',
      '0_',
      '_0',
      '_',
      '0_0',
      '0_1',
      '0_7',
      '0_inf',
      'inf_0',
      '1_inf',
      '0_-1',
      '-1_0',
      '1.5_0',
      '0x1_0',
      ' 0_0 ',
    ],
    ...[
      '0_99999999999999999999',
      '99999999999999999999_0',
      '1_1',
      '999999_0',
      '0_0, 0_0',
      '0_1e3',
      '١_٠'.replace(/[^_]/g, 'a'),
      '1'.repeat(5_000),
    ],
  ],
  'electric-cursor': ['', ' ', '0', '-1', '1.5', 'abc', '&live=false', '%', '9'.repeat(5_000), 'é', 'a b', '#'],
  'electric-up-to-date': ['', 'true', 'false'],
  'electric-has-data': ['', 'false', 'x'],
  'electric-snapshot': ['', 'true', 'false', 'TRUE', '1'],
  'content-type': [
    '',
    'text/html',
    'application/problem+json',
    'application/json;',
    ';',
    'x'.repeat(9_000),
    'text/html; application/json',
    'é/ü',
  ],
  date: [
    ...[
      '',
      'garbage',
      '0',
      '-1',
      '99999999999999999',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Thu, 01 Jan 99999 00:00:00 GMT',
      '2026-99-99',
    ],
    ...[
      'Sat, 22 Nov 2098 00:00:00 GMT',
      'Infinity',
      'NaN',
      '+275760-09-13T00:00:00.001Z',
      '-271821-04-19T23:59:59.999Z',
      '1e20',
    ],
  ],
  etag: [
    '',
    '""',
    '"',
    'W/""',
    '"a:b:c"',
    '"shape-1:0_0:0_inf"',
    'W/"shape-1:1100_0:x"',
    '"shape-1:-1:0_0"',
    `"${':'.repeat(9_000)}"`,
    '"x:0_0:',
  ],
  'retry-after': [
    ...[
      '',
      '0',
      '-1',
      '1',
      '5',
      '59',
      '3600',
      '1e9',
      '99999999999999999999',
      'Infinity',
      'NaN',
      ' 5 ',
      '5, 6',
      '0x10',
      '1.5',
    ],
    ...['Sun, 22 Nov 2026 00:01:00 GMT', 'Sat, 22 Nov 2098 00:00:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', 'soon'],
  ],
  location: ['', '/', 'http://elsewhere.test/?secret=1', 'javascript:alert(1)'],
  'cache-control': ['', 'no-store', 'max-age=99999999999'],
  age: ['', '0', '-1', '99999999999'],
  'content-length': ['0', '5', '99999999999'],
  'content-encoding': ['gzip', 'br', 'x'],
  'transfer-encoding': ['chunked', 'x'],
  'set-cookie': ['a=b', '__proto__=1'],
};
const NAMES = Object.keys(VALUES);

const TYPES = [
  'text',
  'int4',
  'int2',
  'bool',
  'jsonb',
  'bpchar',
  'inet',
  'float8',
  '__proto__',
  'constructor',
  'toString',
  '',
  'x'.repeat(500),
];

/** What `electric-schema` could be made to be; the true one is its base. */
function oddSchema(schema: string, dice: Dice): string {
  const plain = [
    ...[
      '',
      ' ',
      '{',
      '}',
      'null',
      '[]',
      '5',
      '"x"',
      '{}',
      'true',
      '[{}]',
      '{"a":1}',
      '{"a":null}',
      '{"a":[]}',
      '{"a":{}}',
      '{"a":{"type":1}}',
    ],
    ...[
      '{"__proto__":{"type":"text"}}',
      '{"__proto__":null}',
      '{"a":{"type":"text","pk_index":0}}',
      '{"a":{"type":"text"},"a":{"type":"int4"}}',
    ],
    ...[
      '\u0080\u0081',
      '{"\u00ed":{"type":"text"}}',
      `${'['.repeat(5_000)}`,
      `{"a":${'{"type":'.repeat(2_000)}1${'}'.repeat(2_001)}`,
    ],
  ];
  if (dice.chance(0.3)) return dice.pick(plain);
  if (dice.chance(0.3)) return cut(schema, dice);
  let parsed: Record<string, Record<string, unknown>>;
  try {
    parsed = JSON.parse(schema);
  } catch {
    return '';
  }
  const name = dice.pick(Object.keys(parsed));
  const column = parsed[name] ?? {};
  switch (dice.below(9)) {
    case 0:
      delete parsed[name];
      break;
    case 1:
      column['type'] = dice.chance(0.7) ? dice.pick(TYPES) : dice.pick([1, null, {}, ['text'], true]);
      break;
    case 2:
      column['dims'] = dice.pick([0, 1, 2, -1, 1.5, 1e9, '1', null, {}, []]);
      break;
    case 3:
      column['pk_index'] = dice.pick([0, 1, 2, -1, 1e9, '0', null, {}, true]);
      break;
    case 4:
      delete column['pk_index'];
      break;
    case 5:
      for (const each of Object.values(parsed)) delete each['pk_index'];
      break;
    case 6:
      for (let more = dice.size(2_000); more > 0; more -= 1) parsed[`column_${more}`] = { type: 'text' };
      break;
    case 7:
      for (const odd of ['constructor', 'toString', 'valueOf', 'hasOwnProperty'])
        parsed[odd] = { type: dice.pick(TYPES), pk_index: 3 };
      break;
    default:
      return `{"__proto__":{"type":"${dice.pick(TYPES)}"},${schema.slice(1)}`;
  }
  return JSON.stringify(parsed);
}

function cut(text: string, dice: Dice): string {
  const at = dice.below(text.length);
  return dice.chance(0.5) ? text.slice(0, at) : text.slice(0, at) + text.slice(at + dice.size(10));
}

/** Changes the headers. @returns what was done to which. */
export function mutateHeaders(headers: Headers, dice: Dice): { readonly name: string; readonly how: 'gone' | 'set' }[] {
  const done: { name: string; how: 'gone' | 'set' }[] = [];
  for (let times = dice.size(3); times > 0; times -= 1) {
    const name = dice.chance(0.25) ? 'electric-schema' : dice.pick(NAMES);
    if (dice.chance(0.2)) {
      headers.delete(name);
      done.push({ name, how: 'gone' });
      continue;
    }
    const value =
      name === 'electric-schema' ? oddSchema(headers.get(name) ?? '{}', dice) : dice.pick(VALUES[name] ?? ['']);
    try {
      if (dice.chance(0.1)) headers.append(name, value);
      else headers.set(name, value);
      done.push({ name, how: 'set' });
    } catch {
      // no header can hold this
    }
  }
  return done;
}
