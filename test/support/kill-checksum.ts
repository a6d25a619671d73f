import { crc32 } from 'node:zlib';

/** A row that moves in transactions. */
export interface MovingRow {
  readonly id: number;
  readonly group: string;
  readonly amount: number;
}

/** One number for all rows of a version, in whatever order they come. */
export function checksumOf(rows: Iterable<MovingRow>): number {
  const lines: string[] = [];
  for (const { id, group, amount } of rows) lines[id] = `${id}:${group}:${amount}`;
  return crc32(lines.join());
}
