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
  private readonly fixed: readonly Parameter[];

  constructor(
    private readonly endpoint: URL,
    shape: ShapeDefinition,
    query: Readonly<Record<string, string>> = {},
  ) {
    const { table, where, columns, params } = shape;
    this.fixed = parameters({
      ...query,
      ...{ table, where, columns: columns?.join(','), replica: 'full' },
      ...positionalParams(params),
    });
  }

  urlOf(request: ShapeRequest, secret: string | undefined): string {
    const { offset, live } = request;
    const all = parameters({
      ...{ offset, secret },
      handle: offset === BEFORE_SNAPSHOT ? undefined : request.handle,
      live: live ? 'true' : undefined,
      cursor: live ? request.cursor : undefined,
      expired_handle: request.expiredHandle,
      retry: request.retry?.toString(),
      fresh: request.fresh,
      'subset[where]': request.subset ? 'true' : undefined,
    });
    all.push(...this.fixed);
    all.sort(([a], [b]) => (a < b ? -1 : 1));
    return `${this.endpoint.href}?${all.map(([, pair]) => pair).join('&')}`;
  }
}

/** A parameter's name, and the pair as it stands in the URL. */
type Parameter = readonly [name: string, pair: string];

function parameters(values: Readonly<Record<string, string | undefined>>): Parameter[] {
  const pairs: Parameter[] = [];
  for (const name in values) {
    const value = values[name];
    if (value !== undefined) pairs.push([name, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`]);
  }
  return pairs;
}

/** `params[1]=…`: the one spelling that Electric takes (electric/README.md 14). */
function positionalParams(params: ShapeDefinition['params']): Record<string, string> {
  const named = Array.isArray(params) ? params.map((value, index) => [index + 1, value]) : Object.entries(params ?? {});
  return Object.fromEntries(named.map(([name, value]) => [`params[${name}]`, value]));
}
