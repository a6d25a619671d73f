import { RequestError } from './request-error.js';

/** Which rows of a shape a subset snapshot is of; all, if nothing is given (README 30). */
export interface Subset {
  readonly where: string | undefined;
  /** Values of `$1`, `$2`, … in `where`. */
  readonly params: Readonly<Record<string, string>>;
  readonly orderBy: string | undefined;
  readonly limit: number | undefined;
  readonly offset: number | undefined;
}

/**
 * Reads `subset[where]=…` or, as it is documented, `subset__where=…`. Source: transcripts 21 and 26, and Electric's own.
 * @returns `undefined` if the request is not for a subset
 * @throws RequestError
 */
export function parseSubset(query: URLSearchParams): Subset | undefined {
  if (query.has('subset')) throw RequestError.of('subset', 'is invalid');
  if (![...query.keys()].some((key) => /^subset(\[|__)/.test(key))) return undefined;
  const problems: Record<string, string[]> = {};
  const value = (name: string) => {
    const text = query.get(`subset[${name}]`) ?? query.get(`subset__${name}`) ?? '';
    return text.trim() === '' ? undefined : text;
  };
  const count = (name: string, least: number, problem: string) => {
    const text = value(name);
    if (text === undefined) return undefined;
    if (!/^[+-]?\d+$/.test(text)) problems[name] = ['is invalid'];
    else if (Number(text) < least) problems[name] = [problem];
    return Number(text);
  };
  const limit = count('limit', 1, 'must be greater than 0');
  const offset = count('offset', 0, 'must be greater than or equal to 0');
  const orderBy = value('order_by');
  if ((limit !== undefined || offset !== undefined) && orderBy === undefined) {
    problems['order_by'] = ['order_by is required when limit or offset is present'];
  }
  const params = { ...jsonParams(value('params'), problems), ...bracketedParams(query) };
  if (Object.keys(problems).length > 0) throw new RequestError({ subset: problems });
  return { where: value('where'), params, orderBy, limit, offset };
}

/** `subset[params]={"1":"a"}` */
function jsonParams(text: string | undefined, problems: Record<string, string[]>): Record<string, string> {
  if (text === undefined) return {};
  try {
    const params: unknown = JSON.parse(text);
    if (typeof params === 'object' && params !== null && !Array.isArray(params)) {
      return Object.fromEntries(Object.entries(params).map(([name, each]) => [name, String(each)]));
    }
    problems['params'] = ['params must be a JSON object'];
  } catch {
    problems['params'] = ['params must be valid JSON'];
  }
  return {};
}

/** `subset[params][1]=a` */
function bracketedParams(query: URLSearchParams): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, text] of query) {
    const name = /^subset\[params\]\[(.*)\]$/.exec(key)?.[1];
    if (name !== undefined) found[name] = text;
  }
  return found;
}
