import type { ShapeDefinition } from './shape-definition.interface.js';
import { BEFORE_SNAPSHOT, type ShapeOffset } from './shape-offset.js';

/** What one request asks for. */
export interface ShapeRequest {
  readonly offset: ShapeOffset;
  readonly handle?: string;
  /** Wait for news, if there is none yet. */
  readonly live: boolean;
  /** Echoed exactly from the last live answer, so that proxies can collapse requests (electric/README.md 42). */
  readonly cursor?: string;
  /** The handle that a rotation ended: keeps a cache from answering with its snapshot (W5). */
  readonly expiredHandle?: string;
  /** The whole shape as a fresh query of Postgres, instead of the log (electric/README.md 30). */
  readonly subset?: boolean;
  /** Makes a URL that nobody has asked before: no cache has an answer to it. */
  readonly fresh?: string;
  /** The second and third try to get past a stale cache (W6). */
  readonly retry?: number;
}

/** The parameters that are ours or Electric's: a user's own query must not set them. */
export const RESERVED_PARAMETERS: readonly string[] = [
  ...['table', 'where', 'params', 'columns', 'replica', 'offset', 'handle', 'live', 'cursor', 'log', 'live_sse'],
  ...['secret', 'api_secret', 'expired_handle', 'retry', 'fresh'],
];

/**
 * The endpoint of the shape API.
 * @param url Electric's base URL, or the endpoint itself.
 */
export function shapeEndpoint(url: string): URL {
  const endpoint = new URL(url);
  const path = endpoint.pathname.replace(/\/+$/, '');
  endpoint.pathname = path.endsWith('/v1/shape') ? path : `${path}/v1/shape`;
  return endpoint;
}

/**
 * Makes the URLs of requests. Their parameters are sorted, and nothing in them differs between two processes at the same
 * position and cursor, so that a caching proxy can answer for all (W1).
 */
export class ShapeUrls {
  /** What every request asks with, in order; where one differs from the next, the name of what is to be put in. */
  private readonly parameters: readonly { readonly text: string; readonly variable?: VariableParameter }[];
  private readonly base: string;

  constructor(endpoint: URL, shape: ShapeDefinition, query: Readonly<Record<string, string>> = {}) {
    const { table, where, columns, params } = shape;
    const given = { table, where, columns: columns?.join(','), replica: 'full', ...query, ...positionalParams(params) };
    const fixed = new Map(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
    this.base = `${endpoint.href}?`;
    this.parameters = [...fixed.keys(), ...VARIABLE_PARAMETERS].sort().map((name) => {
      const text = `${encodeURIComponent(name)}=`;
      const value = fixed.get(name);
      return value === undefined
        ? { text, variable: name as VariableParameter }
        : { text: text + encodeURIComponent(value) };
    });
  }

  urlOf(request: ShapeRequest, secret: string | undefined): string {
    const { offset, handle, live, cursor, expiredHandle, retry, subset, fresh } = request;
    const values: Record<VariableParameter, string | undefined> = {
      cursor: live ? cursor : undefined,
      expired_handle: expiredHandle,
      fresh,
      handle: offset === BEFORE_SNAPSHOT ? undefined : handle,
      live: live ? 'true' : undefined,
      offset,
      retry: retry?.toString(),
      secret,
      'subset[where]': subset ? 'true' : undefined,
    };
    let url = this.base;
    for (const { text, variable } of this.parameters) {
      const value = variable === undefined ? '' : values[variable];
      if (value !== undefined) url += `${url === this.base ? '' : '&'}${text}${encodeURIComponent(value)}`;
    }
    return url;
  }
}

/** The parameters that differ from request to request. */
const VARIABLE_PARAMETERS = [
  ...(['cursor', 'expired_handle', 'fresh', 'handle', 'live'] as const),
  ...(['offset', 'retry', 'secret', 'subset[where]'] as const),
] as const;

type VariableParameter = (typeof VARIABLE_PARAMETERS)[number];

/** `params[1]=…`: the one spelling that Electric takes (electric/README.md 14). */
function positionalParams(params: ShapeDefinition['params']): Record<string, string> {
  const named = Array.isArray(params) ? params.map((value, index) => [index + 1, value]) : Object.entries(params ?? {});
  return Object.fromEntries(named.map(([name, value]) => [`params[${name}]`, value]));
}
