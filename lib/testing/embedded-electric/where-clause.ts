import { type Queryable, queryIn } from './database-session.js';
import type { Relation } from './relation.js';
import { RequestError } from './request-error.js';
import { quoteLiteral, quoteRelation } from './sql-identifier.js';
import { functionCalls, type SqlToken, scanSql } from './sql-scanner.js';

// What Electric 1.7.12 can evaluate in a where; a function of Postgres that it does not know would work here only.
const FUNCTIONS = new Set(
  (
    'array_append array_cat array_ndims array_prepend bool coalesce concat date float4 float8 greatest ilike int2 int4 int8 ' +
    'interval justify_days justify_hours justify_interval least like lower numeric text time timestamp timestamptz timezone upper uuid'
  ).split(' '),
);
const CLAUSES = new Set('order group limit offset having window union intersect except for fetch'.split(' '));

type Parameters = Readonly<Record<string, string>>;

/**
 * Checks a `where` against a table. Postgres itself reads it; what it says is put in Electric's words (transcripts 10, 17).
 * @returns the same as SQL on its own, with the parameters written in.
 */
export async function checkWhere(
  on: Queryable,
  relation: Relation,
  where: string,
  params: Parameters,
): Promise<string> {
  checkParameters(params);
  const tokens = scanSql(where);
  checkShape(tokens);
  const used = tokens.filter((token) => token.kind === 'parameter');
  const missing = used.find(({ text }) => params[text.slice(1)] === undefined);
  if (missing) throw problemAt(missing.at, `parameter ${missing.text} was not provided`);
  const highest = Math.max(0, ...used.map(({ text }) => Number(text.slice(1))));
  const prefix = `EXPLAIN SELECT 1 FROM ${quoteRelation(relation)} WHERE `;
  try {
    await queryIn(on, prefix + where, Array(highest).fill(null));
  } catch (error) {
    throw inElectricsWords(error as PostgresError, prefix.length);
  }
  return substitute(where, used, params);
}

function checkParameters(params: Parameters): void {
  const names = Object.keys(params);
  if (names.some((name) => !/^-?\d+$/.test(name))) {
    throw RequestError.of('params', 'Parameters can only use numbers as keys');
  }
  if (
    names
      .map(Number)
      .sort((a, b) => a - b)
      .some((number, index) => number !== index + 1)
  ) {
    throw RequestError.of('params', 'Parameters must be numbered sequentially, starting from 1');
  }
}

function checkShape(tokens: readonly SqlToken[]): void {
  if (tokens.some(({ text }) => text === ';')) throw RequestError.of('where', 'unescaped ";" causing statement split');
  if (tokens.some(({ kind, text }) => kind === 'word' && text === 'select')) {
    throw RequestError.unsupported('where', 'A subquery');
  }
  if (tokens.some(({ kind, text }) => kind === 'word' && CLAUSES.has(text))) {
    throw RequestError.of('where', 'malformed query ending with SQL clauses');
  }
  const unknown = functionCalls(tokens).find(({ name }) => !FUNCTIONS.has(name));
  if (unknown) throw problemAt(unknown.at, `unknown or unsupported function ${unknown.name}/${unknown.arity}`);
}

interface PostgresError {
  readonly code?: string;
  readonly message: string;
  /** Counted from 1, in what was sent. */
  readonly position?: string;
}

function inElectricsWords({ code, message, position }: PostgresError, prefixLength: number): RequestError {
  const at = Math.max(0, Number(position ?? 0) - 1 - prefixLength);
  // Electric counts a syntax error's place from the "SELECT 1 WHERE " that it puts in front, any other's from the where.
  if (code === '42601') return problemAt(at + 'SELECT 1 WHERE '.length, message);
  if (code === '42703')
    return problemAt(at, `unknown reference ${/column "?(.*?)"? does not exist/.exec(message)?.[1]}`);
  if (code === '42804' && message.includes('WHERE'))
    return RequestError.of('where', 'WHERE clause must return a boolean');
  return problemAt(at, message);
}

function problemAt(at: number, problem: string): RequestError {
  return RequestError.of('where', `At location ${at}: ${problem}`);
}

function substitute(where: string, used: readonly SqlToken[], params: Parameters): string {
  let sql = '';
  let from = 0;
  for (const { text, at } of used) {
    sql += `${where.slice(from, at)} ${quoteLiteral(params[text.slice(1)] ?? '')} `;
    from = at + text.length;
  }
  return sql + where.slice(from);
}
