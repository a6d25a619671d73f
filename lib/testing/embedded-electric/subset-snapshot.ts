import { randomInt } from 'node:crypto';
import type { Transaction } from '@electric-sql/pglite';
import { queryIn } from './database-session.js';
import { checkOrderBy } from './order-by.js';
import { RequestError } from './request-error.js';
import { readRows, whereAll } from './row-query.js';
import { RowView } from './row-view.js';
import { seenTransactions } from './seen-transactions.js';
import type { Shape } from './shape.js';
import type { Subset } from './subset-request.js';
import { checkWhere } from './where-clause.js';

/**
 * The body of a subset snapshot: the shape's rows as a fresh query finds them, past the log, and what that query saw
 * (README 30, transcript 26).
 * @throws RequestError
 */
export async function takeSubset(tx: Transaction, shape: Shape, subset: Subset): Promise<string> {
  const { relation, parts } = shape;
  const clauses = await clausesOf(tx, shape, subset);
  const mark = randomInt(2 ** 31);
  const metadata = { snapshot_mark: mark, database_lsn: await databaseLsn(tx), ...(await seenTransactions(tx)) };
  const view = new RowView(relation, parts.definition.columns);
  const items: string[] = [];
  const headers = { snapshot_mark: mark };
  await readRows(tx, { relation, view, clauses, headers }, (item) => items.push(item));
  return `{"metadata":${JSON.stringify(metadata)}, "data": [${items.join(',')}]}`;
}

async function clausesOf(tx: Transaction, { relation, parts }: Shape, subset: Subset): Promise<string> {
  const { where, params, orderBy, limit, offset } = subset;
  try {
    const clauses = [
      whereAll(parts.where, where === undefined ? undefined : await checkWhere(tx, relation, where, params)),
      orderBy === undefined ? '' : `ORDER BY ${checkOrderBy(relation, orderBy)}`,
      limit === undefined ? '' : `LIMIT ${limit}`,
      offset === undefined ? '' : `OFFSET ${offset}`,
    ];
    return clauses.join(' ');
  } catch (error) {
    throw error instanceof RequestError ? new RequestError({ subset: error.errors }) : error;
  }
}

/** Not below the LSN of any transaction that the query sees. */
async function databaseLsn(tx: Transaction): Promise<string> {
  const [[lsn = '0'] = []] = await queryIn<[string]>(tx, `SELECT (pg_current_wal_insert_lsn() - '0/0')::text`);
  return lsn;
}
