import type { Relation } from './relation.js';
import { RequestError } from './request-error.js';
import { parseIdentifier, quoteIdentifier, splitOutsideQuotes } from './sql-identifier.js';

// Electric counts places from what it puts in front.
const PREFIX = 'SELECT 1 ORDER BY ';
const TERM = /^\s*("(?:[^"]|"")*"|[^\s"().,:+*/-]+)((?:\s+(?:asc|desc))?(?:\s+nulls\s+(?:first|last))?)\s*$/i;

/**
 * Checks what a subset is to be ordered by: columns, nothing else.
 * @returns the same as SQL that means the columns, not the texts that are selected under the same names
 * @throws RequestError
 */
export function checkOrderBy(relation: Relation, orderBy: string): string {
  let at = PREFIX.length;
  const terms: string[] = [];
  for (const term of splitOutsideQuotes(orderBy, ',')) {
    const place = at + term.search(/\S|$/);
    at += term.length + 1;
    const [, column = '', direction = ''] = TERM.exec(term) ?? [];
    if (column === '') throw problemAt(place, 'expressions are not allowed in ORDER BY clauses');
    const identifier = parseIdentifier(column);
    if ('problem' in identifier) throw problemAt(place, identifier.problem);
    const { name } = identifier;
    if (!relation.columns.some((each) => each.name === name)) throw problemAt(place, `unknown reference ${name}`);
    terms.push(`${quoteIdentifier(relation.name)}.${quoteIdentifier(name)}${direction}`);
  }
  return terms.join(', ');
}

function problemAt(at: number, problem: string): RequestError {
  return RequestError.of('order_by', `At location ${at}: ${problem}`);
}
