import type { Transaction } from '@electric-sql/pglite';
import { queryIn } from './database-session.js';

/** Which transactions a query sees, as `pg_current_snapshot()` has it; its properties in Electric's order. */
export interface SeenTransactions {
  readonly xip_list: readonly string[];
  readonly xmax: string;
  readonly xmin: string;
}

export async function seenTransactions(tx: Transaction): Promise<SeenTransactions> {
  const [[xmin = '', xmax = '', running = []] = []] = await queryIn<[string, string, string[]]>(
    tx,
    `SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text, ARRAY(SELECT pg_snapshot_xip(s)::text)
       FROM pg_current_snapshot() s`,
  );
  return { xip_list: running, xmax, xmin };
}
