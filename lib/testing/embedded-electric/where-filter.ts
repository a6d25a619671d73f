import { type Queryable, queryIn } from './database-session.js';
import type { Relation } from './relation.js';
import type { Row } from './row-view.js';
import { quoteIdentifier } from './sql-identifier.js';

const PLACE = 'electric_embedded_place';

/**
 * Which of these rows, given as text, a `where` lets in. Postgres decides, as it did for the snapshot.
 * @param on a transaction with Electric's display settings
 * @param where as {@link checkWhere} returns it
 */
export async function filterRows(
  on: Queryable,
  relation: Relation,
  where: string,
  rows: readonly Row[],
): Promise<boolean[]> {
  if (rows.length === 0) return [];
  const lowered = where.toLowerCase();
  // Only the columns that can be meant: reading text into a type costs.
  const mentioned = relation.columns
    .map((column, index) => ({ column, index }))
    .filter(({ column }) => lowered.includes(column.name.toLowerCase().replaceAll('"', '""')));
  const values = mentioned.map(({ index }) => rows.map((row) => row[index] ?? null));
  const names = mentioned.map((_, at) => `c${at}`);
  const typed = mentioned.map(({ column }, at) => `${names[at]}::${column.sqlType} AS ${quoteIdentifier(column.name)}`);
  const arrays = [
    ...mentioned.map((_, at) => `$${at + 1}::text[]`),
    `ARRAY(SELECT generate_series(1, ${rows.length}))`,
  ];
  const matched = await queryIn<[boolean]>(
    on,
    `SELECT coalesce((${where}\n), false) FROM (
       SELECT ${[PLACE, ...typed].join(', ')} FROM unnest(${arrays.join(', ')}) u(${[...names, PLACE].join(', ')})
     ) ${quoteIdentifier(relation.name)} ORDER BY ${PLACE}`,
    values,
  );
  return matched.map(([match]) => match);
}
