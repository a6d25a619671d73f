// What may stand in the headers of a message, sense or nonsense.

export const LSNS = [
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
export const OPS = [0, 1, -1, 1.5, 2 ** 53, 2 ** 53 - 1, 1e308, '0', '2', null, true, [], {}];
export const CONTROLS = [
  'must-refetch',
  'up-to-date',
  'snapshot-end',
  'subset-end',
  'something-new',
  '',
  '__proto__',
  'MUST-REFETCH',
];
export const OPERATIONS = ['insert', 'update', 'delete', 'INSERT', 'truncate', '', '__proto__', null, 5];
export const TXIDS = [
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
