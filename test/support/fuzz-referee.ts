/**
 * What a body comes to, said independently of the library.
 * - `broken`: nothing of it may be used (W3).
 * - `same`: it says what the server's own answer said, or a part of it that cannot do harm.
 * - `other`: it is well-formed and says something else: whoever reads it cannot know.
 */
export type Finding = 'broken' | 'same' | 'other';

/** What is known of the columns; `undefined` if that may have been garbled too. */
export interface Columns {
  readonly all: readonly string[];
  readonly key: readonly string[];
}

interface Row {
  readonly operation: string;
  readonly value: readonly unknown[];
  readonly at: string | undefined;
  readonly last: boolean;
}

interface Body {
  readonly rows: readonly Row[];
  readonly upToDate: boolean;
  readonly mustRefetch: boolean;
}

/** Judges the body of a log answer to a request from `offset`. */
export function judgeLog(offset: string, original: Buffer, mutated: Buffer, columns: Columns | undefined): Finding {
  const was = readLog(offset, original, columns);
  const is = readLog(offset, mutated, columns);
  if (is === undefined) return 'broken';
  if (was === undefined) return 'other';
  if (is.mustRefetch) return 'same'; // all is read anew
  if (is.upToDate && !was.upToDate) return 'other';
  return sayTheSame(was.rows, is.rows) ? 'same' : 'other';
}

/** Judges the body of a subset snapshot. */
export function judgeSubset(original: Buffer, mutated: Buffer, columns: Columns | undefined): Finding {
  const was = readSubset(original, columns);
  const is = readSubset(mutated, columns);
  if (is === undefined) return 'broken';
  return was !== undefined && sayTheSame(was, is) ? 'same' : 'other';
}

function sayTheSame(one: unknown, other: unknown): boolean {
  try {
    return JSON.stringify(one) === JSON.stringify(other);
  } catch {
    return false; // nested too deep to be told
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

/** The columns that matter to an operation; `undefined` if Electric sends no such row. */
function readRow(operation: string, value: unknown, columns: Columns | undefined): readonly unknown[] | undefined {
  if (!isObject(value) || Array.isArray(value)) return undefined;
  if (columns === undefined) return [value];
  const own = (column: string) => (Object.hasOwn(value, column) ? value[column] : undefined);
  if (columns.key.some((column) => typeof own(column) !== 'string')) return undefined;
  if (operation === 'delete') return columns.key.map(own);
  const values = columns.all.map(own);
  return values.every((each) => each === null || typeof each === 'string') ? values : undefined;
}

function readLog(offset: string, bytes: Buffer, columns: Columns | undefined): Body | undefined {
  const parsed = parse(bytes);
  if (!Array.isArray(parsed)) return undefined;
  const rows: Row[] = [];
  let upToDate = false;
  let mustRefetch = false;
  let at = offset;
  for (const message of parsed) {
    const headers = isObject(message) ? message['headers'] : undefined;
    if (isObject(headers) && typeof headers['control'] === 'string') {
      upToDate ||= headers['control'] === 'up-to-date';
      mustRefetch ||= headers['control'] === 'must-refetch';
      continue;
    }
    if (!isObject(message) || !isObject(headers)) return undefined;
    const { operation, lsn, op_position: op, last } = headers;
    if (typeof operation !== 'string' || !/^(insert|update|delete)$/.test(operation)) return undefined;
    const value = readRow(operation, message['value'], columns);
    if (value === undefined) return undefined;
    const inSnapshot = at === '-1' || at.startsWith('0_');
    let place: string | undefined;
    if (lsn === undefined && op === undefined) {
      if (!inSnapshot) return undefined;
    } else {
      if (typeof lsn !== 'string' || !/^[1-9]\d{0,19}$/.test(lsn)) return undefined;
      if (typeof op !== 'number' || !Number.isSafeInteger(op) || op < 0) return undefined;
      place = `${lsn}_${op}`;
      if (!inSnapshot && !isAfter(place, at)) return undefined;
      at = place;
    }
    rows.push({ operation, value, at: place, last: last === true });
  }
  return { rows, upToDate, mustRefetch };
}

function isAfter(one: string, other: string): boolean {
  const [aLsn = '', aOp = ''] = one.split('_');
  const [bLsn = '', bOp = ''] = other.split('_');
  return BigInt(aLsn) > BigInt(bLsn) || (aLsn === bLsn && bOp !== 'inf' && Number(aOp) > Number(bOp));
}

function readSubset(bytes: Buffer, columns: Columns | undefined): unknown[] | undefined {
  const parsed = parse(bytes);
  if (!isObject(parsed)) return undefined;
  const { metadata, data } = parsed;
  if (!isObject(metadata) || !Array.isArray(data)) return undefined;
  const { xmin, xmax, xip_list } = metadata;
  if (![xmin, xmax].every((id) => /^\d{1,20}$/.test(String(id))) || !Array.isArray(xip_list)) return undefined;
  const values = data.map((message) => readRow('insert', isObject(message) ? message['value'] : undefined, columns));
  if (values.includes(undefined)) return undefined;
  return [String(xmin), String(xmax), xip_list.map(String), values];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
