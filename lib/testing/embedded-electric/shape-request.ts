import { BEFORE_ALL, type LogOffset, parseOffset } from './log-offset.js';
import { RequestError } from './request-error.js';
import type { Replica, ShapeDefinition } from './shape-definition.js';
import { parseIdentifier, splitOutsideQuotes } from './sql-identifier.js';
import { parseSubset, type Subset } from './subset-request.js';

/** What a GET of `/v1/shape` asks for. */
export interface ShapeRequest {
  readonly definition: ShapeDefinition;
  readonly offset: LogOffset | 'now';
  /** Of no meaning at the offsets -1 and now (README 13). */
  readonly handle: string | undefined;
  readonly live: boolean;
  readonly subset: Subset | undefined;
}

/** @throws RequestError in the order in which Electric looks (transcripts 10 and 12) */
export function parseShapeRequest(query: URLSearchParams): ShapeRequest {
  refuseUnsupported(query);
  const problems = castProblems(query);
  const offsetText = value(query, 'offset');
  if (offsetText === undefined) problems['offset'] = ["can't be blank"];
  if (Object.keys(problems).length > 0) throw new RequestError(problems);

  const offset = offsetText === 'now' ? 'now' : parseOffset(offsetText as string);
  if (offset === undefined) throw RequestError.of('offset', 'has invalid format');
  const fromStart = offset === 'now' || offset === BEFORE_ALL;
  const handle = value(query, 'handle');
  if (!fromStart && handle === undefined) throw RequestError.of('handle', "can't be blank when offset != -1");
  // Electric takes anything but "false" for true.
  const live = (query.get('live') ?? 'false') !== 'false';
  if (live && offset === BEFORE_ALL) throw RequestError.of('live', "can't be true when offset == -1");
  if (live && offset === 'now') throw RequestError.of('live', "can't be true when offset is 'now'");
  if (asksForEvents(query)) {
    if (!live) throw RequestError.of('live_sse', "can't be true unless live is also true");
    throw RequestError.unsupported('live_sse', 'A stream of server-sent events');
  }
  if (value(query, 'table') === undefined) throw RequestError.of('table', "can't be blank");
  const definition = parseDefinition(query);
  return { definition, offset, handle: fromStart ? undefined : handle, live, subset: parseSubset(query) };
}

/** What a DELETE is for: a shape by its definition, perhaps with its handle, or by its handle alone (transcript 09). */
export function parseDeleteRequest(query: URLSearchParams): {
  readonly definition: ShapeDefinition | undefined;
  readonly handle: string | undefined;
} {
  refuseUnsupported(query);
  const problems = castProblems(query);
  const handle = value(query, 'handle');
  const byTable = value(query, 'table') !== undefined;
  if (!byTable && handle === undefined) problems['handle'] = ["can't be blank when shape definition is missing"];
  if (Object.keys(problems).length > 0) throw new RequestError(problems);
  return { definition: byTable ? parseDefinition(query) : undefined, handle };
}

function parseDefinition(query: URLSearchParams): ShapeDefinition {
  const [schema, name] = parseTable(value(query, 'table') ?? '');
  const where = value(query, 'where');
  const columns = value(query, 'columns');
  return {
    schema,
    name,
    params: params(query),
    replica: (value(query, 'replica') ?? 'default') as Replica,
    ...(where !== undefined && { where }),
    ...(columns !== undefined && { columns: parseColumns(columns) }),
  };
}

function parseTable(text: string): [schema: string, name: string] {
  const parts = splitOutsideQuotes(text, '.');
  if (parts.length > 2) {
    throw RequestError.of('table', `Invalid relation identifier, too many delimiters: ${text}`);
  }
  const [schema, name] = (parts.length === 2 ? parts : ['public', ...parts]).map((part) => identifier('table', part));
  return [schema as string, name as string];
}

function parseColumns(text: string): string[] {
  return splitOutsideQuotes(text, ',')
    .map((part) => identifier('columns', part))
    .sort();
}

function identifier(parameter: string, text: string): string {
  const parsed = parseIdentifier(text);
  if ('problem' in parsed) throw RequestError.of(parameter, parsed.problem);
  return parsed.name;
}

/** `params[1]=a&params[2]=b` */
function params(query: URLSearchParams): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, text] of query) {
    const name = /^params\[(.*)\]$/.exec(key)?.[1];
    if (name !== undefined) found[name] = text;
  }
  return found;
}

function castProblems(query: URLSearchParams): Record<string, string[]> {
  const problems: Record<string, string[]> = {};
  if (!['default', 'full', undefined].includes(value(query, 'replica'))) problems['replica'] = ['is invalid'];
  if (!['full', undefined].includes(value(query, 'log'))) problems['log'] = ['is invalid'];
  if (value(query, 'params') !== undefined) problems['params'] = ['is invalid'];
  return problems;
}

/** A blank parameter is an absent one. */
function value(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name);
  return text === null || text.trim() === '' ? undefined : text;
}

function asksForEvents(query: URLSearchParams): boolean {
  return (query.get('live_sse') ?? query.get('experimental_live_sse') ?? 'false') !== 'false';
}

function refuseUnsupported(query: URLSearchParams): void {
  if (query.get('log') === 'changes_only') throw RequestError.unsupported('log', 'log=changes_only');
  for (const key of query.keys()) {
    if (key === 'queryable_columns' || key === 'experimental_compaction') throw RequestError.unsupported(key, key);
  }
}
