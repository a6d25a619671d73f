import type { CommonCodeSnapshot } from 'nestjs-common-code';
import type { Dice } from './fuzz-dice.js';
import type { ScriptedRow } from './scripted-electric.js';

/** A row as the log spells it, and, said independently of the library, the code that readers are to see: none if it is bad. */
export interface FuzzRow {
  readonly key: string;
  readonly wire: ScriptedRow;
  readonly shown: string | undefined;
}

type Schema = Record<string, Record<string, unknown>>;

/** A table with columns of many types. */
export interface FuzzTable {
  readonly name: string;
  readonly schema: Schema;
  readonly columns: { readonly all: readonly string[]; readonly key: readonly string[] };
  keyOf(wire: ScriptedRow): string;
  row(dice: Dice): FuzzRow;
}

/** What Postgres writes, and what it means. */
type Pair = readonly [wire: string | null, value: unknown];

const GROUPS = ['A', 'B', '한글', '__proto__', 'constructor', 'a b', '},{"'];
const CODES = ['1', '01', '2', '3', 'x', '한', 'id'];
const LABELS = [
  'one',
  '한글 이름 😀',
  '',
  ' ',
  'a"b\\c',
  '},{"',
  '__proto__',
  'null',
  'NULL',
  '</script>',
  '\u2028',
  null,
];

const TYPES: Readonly<Record<string, { readonly schema: Record<string, unknown>; readonly values: readonly Pair[] }>> =
  {
    tags: {
      schema: { type: 'text', dims: 1 },
      values: [
        ['{}', []],
        ['{a,"b,c",NULL}', ['a', 'b,c', null]],
        ['{"},{\\"","\\\\"}', ['},{"', '\\']],
        [null, null],
      ],
    },
    grid: {
      schema: { type: 'int4', dims: 2 },
      values: [
        [
          '{{1,2},{3,NULL}}',
          [
            [1, 2],
            [3, null],
          ],
        ],
        ['[0:0][1:2]={{5,-6}}', [[5, -6]]],
      ],
    },
    data: {
      schema: { type: 'jsonb' },
      values: [
        ['{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
        ['{"__proto__": {"polluted": true}}', JSON.parse('{"__proto__": {"polluted": true}}')],
        ['"text"', 'text'],
        ['null', null],
        [null, null],
      ],
    },
    ratio: {
      schema: { type: 'float8' },
      values: [
        ['1.5', 1.5],
        ['NaN', 'NaN'],
        ['-1e-07', -1e-7],
      ],
    },
    big: {
      schema: { type: 'int8' },
      values: [
        ['9007199254740993', '9007199254740993'],
        ['-1', '-1'],
      ],
    },
    exact: {
      schema: { type: 'numeric' },
      values: [
        ['1.500', '1.500'],
        ['NaN', 'NaN'],
      ],
    },
    at: { schema: { type: 'timestamptz' }, values: [['2026-02-28 16:02:03+00', '2026-02-28 16:02:03+00']] },
    flag: {
      schema: { type: 'bool' },
      values: [
        ['t', true],
        ['f', false],
        [null, null],
      ],
    },
  };

const ORDERS: readonly Pair[] = [
  ['1', 1],
  ['-7', -7],
  ['2147483647', 2147483647],
  [null, null],
];
const ACTIVES: readonly (readonly [string | null, boolean | undefined])[] = [
  ['Y', true],
  ['Y', true],
  ['N', false],
  [null, false],
  ['?', undefined], // rejected
];

/** @param more columns that are mapped to attributes. */
function table(
  name: string,
  keys: Schema,
  more: readonly string[],
  odd: readonly string[],
  rowKey: (dice: Dice) => {
    readonly group: string;
    readonly code: string;
    readonly wire: ScriptedRow;
    readonly attributes: object;
  },
): FuzzTable {
  const schema: Schema = {
    ...keys,
    code_name: { type: 'text' },
    sort_order: { type: 'int4' },
    use_yn: { type: 'bpchar', length: 1 },
  };
  for (const column of more) schema[column] = TYPES[column]?.schema ?? {};
  for (const column of odd) define(schema, column, { type: 'text' });
  const primaryKey = Object.keys(keys).filter((column) => keys[column]?.['pk_index'] !== undefined);
  return {
    name,
    schema,
    columns: { all: Object.keys(schema), key: primaryKey },
    keyOf: (wire) => primaryKey.map((column) => wire[column] ?? '').join('\0'),
    row(dice) {
      const { group, code, wire: key, attributes: keyAttributes } = rowKey(dice);
      const label = dice.pick(LABELS);
      const [order, sortOrder] = dice.pick(ORDERS);
      const [use, active] = dice.chance(0.1) ? (['?', undefined] as const) : dice.pick(ACTIVES.slice(0, 4));
      const wire: ScriptedRow = { ...key, code_name: label, sort_order: order, use_yn: use };
      const attributes: Record<string, unknown> = { ...keyAttributes };
      for (const column of more) {
        const [text, value] = dice.pick(TYPES[column]?.values ?? [['', '']]);
        wire[column] = text;
        attributes[column] = value;
      }
      for (const column of odd) {
        const text = dice.pick(LABELS);
        define(wire, column, text);
        define(attributes, column, text);
      }
      const shown = active === undefined ? undefined : show(group, code, label ?? code, sortOrder, active, attributes);
      return { key: this.keyOf(wire), wire, shown };
    },
  };
}

/** Also where the name is `__proto__`. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function show(group: string, code: string, label: string, order: unknown, active: boolean, attributes: object): string {
  return JSON.stringify([
    group,
    code,
    label,
    order,
    active,
    Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

/** What readers see of a version, one text for each code, sorted. */
export function shownOf(snapshot: CommonCodeSnapshot): string[] {
  return snapshot
    .groups()
    .flatMap((group) => [...snapshot.listAll(group)])
    .map((c) => show(c.group, c.code, c.label, c.sortOrder, c.active, c.attributes))
    .sort();
}

const TEXT_KEYS = {
  group_code: { type: 'text', not_null: true, pk_index: 0 },
  code: { type: 'bpchar', length: 4, not_null: true, pk_index: 1 },
};

export const FUZZ_TABLES: readonly FuzzTable[] = [
  table('keyed by group and code', TEXT_KEYS, ['tags', 'data', 'big'], [], (dice) => {
    const [group, code] = [dice.pick(GROUPS), dice.pick(CODES)];
    return { group, code, wire: { group_code: group, code: code.padEnd(4) }, attributes: {} };
  }),
  table(
    'with a surrogate key',
    { id: { type: 'int4', pk_index: 0 }, group_code: { type: 'text' }, code: { type: 'int4' } },
    ['grid', 'ratio', 'flag', 'exact'],
    ['constructor', 'toString'],
    (dice) => {
      const id = dice.below(40);
      const [group, code] = [GROUPS[id % GROUPS.length] as string, String(id)];
      return { group, code, wire: { id: code, group_code: group, code }, attributes: { id } };
    },
  ),
  table(
    'with a boolean and an address in its key, and a column named __proto__',
    {
      ip: { type: 'inet', pk_index: 1 },
      main: { type: 'bool', pk_index: 0 },
      group_code: { type: 'text' },
      code: { type: 'text' },
    },
    ['at', 'data'],
    ['__proto__', '한글'],
    (dice) => {
      const [n, main] = [dice.below(20), dice.chance(0.5)];
      const code = `${n}${main ? 'm' : ''}`;
      const ip = `10.0.0.${n}`;
      return {
        group: 'G',
        code,
        wire: { ip, main: main ? 't' : 'f', group_code: 'G', code },
        attributes: { ip, main },
      };
    },
  ),
];
