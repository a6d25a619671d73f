import type { ColumnValue } from '../domain/row.interface.js';
import { parseArray } from './postgres-array.js';

/** What `electric-schema` says of a column (electric/README.md 3; types as in transcript 19). */
export interface ColumnSchema {
  readonly type: string;
  /** How many dimensions an array has; absent if it is none. */
  readonly dims?: number;
  /** The place in the primary key; absent if it has none. */
  readonly pk_index?: number;
}

/** Decodes a column's text. `undefined`: the text is not of the type. */
export type ColumnDecoder = (text: string) => ColumnValue | undefined;

const asText: ColumnDecoder = (text) => text;

/** A number beyond the type's range says that the type has changed. */
const asInteger =
  (bits: number): ColumnDecoder =>
  (text) => {
    const number = Number(text);
    if (!(number >= -(2 ** (bits - 1)) && number < 2 ** (bits - 1))) return undefined;
    return Number.isInteger(number) && String(number) === text ? number : undefined; // "01" is text
  };

/** JSON knows no NaN and no infinities: they stay text. */
const asFloat: ColumnDecoder = (text) => {
  const number = Number(text);
  if (Number.isFinite(number) && text.trim() !== '') return number;
  return text === 'NaN' || text === 'Infinity' || text === '-Infinity' ? text : undefined;
};

/** "true" in a snapshot is "t" in the log (electric/README.md 17). */
const asBoolean: ColumnDecoder = (text) => {
  if (text === 't' || text === 'true') return true;
  return text === 'f' || text === 'false' ? false : undefined;
};

const asJson: ColumnDecoder = (text) => {
  try {
    return JSON.parse(text) as ColumnValue;
  } catch {
    return undefined;
  }
};

/** "10.0.0.1/32" in a snapshot is "10.0.0.1" in the log (electric/README.md 37). */
const asInet: ColumnDecoder = (text) => text.replace(text.includes(':') ? /\/128$/ : /\/32$/, '');

/** `char(n)` is padded with blanks, which Postgres itself does not count (electric/README.md 17). */
const asPadded: ColumnDecoder = (text) => (text.endsWith(' ') ? text.replace(/ +$/, '') : text);

const DECODERS: ReadonlyMap<string, ColumnDecoder> = new Map([
  ['int2', asInteger(16)],
  ['int4', asInteger(32)],
  ['float4', asFloat],
  ['float8', asFloat],
  ['bool', asBoolean],
  ['json', asJson],
  ['jsonb', asJson],
  ['inet', asInet],
  ['bpchar', asPadded],
]);

/** The decoder for a column (W14). What no decoder is known for stays text; so do int8 and numeric, to lose no digit. */
export function decoderFor({ type, dims }: ColumnSchema): ColumnDecoder {
  const element = DECODERS.get(type) ?? asText;
  return dims === undefined || dims === 0 ? element : (text) => parseArray(text, element);
}

/** Whether the column's text is its value, so that decoding can be left out. */
export function isPlainText(column: ColumnSchema): boolean {
  return decoderFor(column) === asText;
}
