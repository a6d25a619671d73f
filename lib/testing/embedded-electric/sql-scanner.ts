/** A piece of SQL that is not white space, a comment, a string or a quoted name. */
export interface SqlToken {
  readonly kind: 'word' | 'parameter' | 'symbol';
  readonly text: string;
  readonly at: number;
}

const PIECE =
  /(?<skipped>\s+|--[^\n]*|\/\*[\s\S]*?\*\/|[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\2\$|\d[\w.]*)|(?<parameter>\$\d+)|(?<word>[\p{L}_][\p{L}\p{M}\w$]*)|(?<symbol>::|[\s\S])/gu;

/** The words, parameters and symbols of a `where`, without what stands in quotes. */
export function scanSql(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.matchAll(PIECE)) {
    const { parameter, word, symbol } = match.groups as Record<string, string | undefined>;
    if (parameter !== undefined) tokens.push({ kind: 'parameter', text: parameter, at: match.index });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word.toLowerCase(), at: match.index });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, at: match.index });
  }
  return tokens;
}

/** A call of a function, as it is written. */
export interface FunctionCall {
  readonly name: string;
  readonly arity: number;
  readonly at: number;
}

// Words that may stand before a parenthesis without calling anything.
const NOT_FUNCTIONS = new Set(
  'all and any array as between case cast distinct else end from ilike in is like not or row similar some symmetric then to when'.split(
    ' ',
  ),
);

export function functionCalls(tokens: readonly SqlToken[]): FunctionCall[] {
  const calls: FunctionCall[] = [];
  tokens.forEach(({ kind, text, at }, index) => {
    const opensParenthesis = tokens[index + 1]?.text === '(';
    const before = tokens[index - 1]?.text;
    const isType = before === '::' || before === 'as';
    if (kind === 'word' && opensParenthesis && !isType && !NOT_FUNCTIONS.has(text)) {
      calls.push({ name: text, arity: countArguments(tokens, index + 2), at });
    }
  });
  return calls;
}

function countArguments(tokens: readonly SqlToken[], from: number): number {
  let depth = 0;
  let commas = 0;
  for (let index = from; index < tokens.length; index++) {
    const { text } = tokens[index] as SqlToken;
    if (text === ')' && depth === 0) return index === from ? 0 : commas + 1;
    if (text === '(' || text === '[') depth++;
    if (text === ')' || text === ']') depth--;
    if (text === ',' && depth === 0) commas++;
  }
  return commas + 1;
}
