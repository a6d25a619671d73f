import { transcode } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { StoredRow } from '../storage/snapshot-store.interface.js';
import { type BucketRows, fromBucketRows, toBucketRows } from './bucket-rows.js';

/** Some of the rows, with their keys, as they stand in the file: JSON, as bytes, with a checksum. */
export interface Bucket {
  readonly crc: number;
  readonly keys: Uint8Array;
  readonly columns: Uint8Array;
  readonly rows: Uint8Array;
}

/** A row, or, if it goes, none, by its key. */
export type Change = readonly [key: string, row: StoredRow | undefined];

/** What nothing was ever written to: it adds nothing to the checksum. */
export const EMPTY: Bucket = { crc: 0, keys: Buffer.from('[]'), columns: Buffer.from('[]'), rows: Buffer.from('[]') };

/** What a bucket holds after these changes, as it is to be written. */
export function changedBucket(held: Bucket, changes: readonly Change[]) {
  const before = rowsOf(held);
  const after = new Map(parsed<string>(held.keys).map((key, index) => [key, before[index] as StoredRow]));
  for (const [key, row] of changes) {
    if (row === undefined) after.delete(key);
    else after.set(key, row);
  }
  const next = toBucketRows([...after.values()]);
  const keys = JSON.stringify([...after.keys()]);
  const columns = JSON.stringify(next.columns);
  const rows = JSON.stringify(next.rows);
  return { crc: checksum(keys, columns, rows), keys, columns, rows };
}

export function rowsOf({ columns, rows }: Bucket): StoredRow[] {
  return fromBucketRows({ columns: parsed(columns), rows: parsed<BucketRows['rows'][number]>(rows) });
}

function parsed<T>(json: Uint8Array): T[] {
  return JSON.parse(transcode(json, 'utf8', 'utf16le').toString('utf16le')) as T[];
}

export function checksum(...texts: readonly (string | Uint8Array)[]): number {
  return texts.reduce<number>((crc, text) => crc32(text, crc), 0);
}
