import { type CodeRow, codeAt, GROUPS } from './codes.js';

/**
 * What a transaction changes: one row, anywhere; a hundred that stand one after another (one group at 100,000 rows, five at
 * 10,000); a hundred in a hundred groups; or one row, always of the first
 * group.
 */
export type TransactionKind = 'one' | 'neighbours' | 'scattered' | 'in-one-group';

const MANY = 100;

/** The rows that the n-th transaction leaves behind. The server writes them; who follows can tell by them where it is. */
export function transaction(kind: TransactionKind, n: number, rows: number): CodeRow[] {
  return places(kind, n, rows).map((index) => changed(index, n, rows));
}

/** The row at a place, as the n-th transaction leaves it. */
export function changed(index: number, n: number, rows: number): CodeRow {
  const row = codeAt(index, rows);
  return { ...row, code_name: `${row.code_name} (${n})` };
}

function places(kind: TransactionKind, n: number, rows: number): number[] {
  const stride = Math.floor(rows / MANY);
  const perGroup = Math.ceil(rows / GROUPS);
  switch (kind) {
    case 'one':
      return [(n * 7919) % rows];
    case 'in-one-group':
      return [n % perGroup];
    case 'neighbours':
      return Array.from({ length: MANY }, (_, index) => ((n * 37) % stride) * MANY + index);
    case 'scattered':
      return Array.from({ length: MANY }, (_, index) => index * stride + ((n * 13) % stride));
  }
}
