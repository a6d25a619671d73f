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
  /** The second and third try to get past a stale cache (W6). */
  readonly retry?: number;
}

/** The parameters that are ours or Electric's: a user's own query must not set them. */
export const RESERVED_PARAMETERS: readonly string[] = [
  ...['table', 'where', 'params', 'columns', 'replica', 'offset', 'handle', 'live', 'cursor', 'log', 'live_sse'],
  ...['secret', 'api_secret', 'expired_handle', 'retry'],
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
 * The URL of a request. Its parameters are sorted, and nothing in it differs between two processes at the same position
 * and cursor, so that a caching proxy can answer for all (W1).
 */
export function shapeUrl(
  endpoint: URL,
  shape: ShapeDefinition,
  request: ShapeRequest,
  query: Readonly<Record<string, string>>,
): URL {
  const parameters: Record<string, string | undefined> = {
    ...query,
    table: shape.table,
    where: shape.where,
    columns: shape.columns?.join(','),
    replica: 'full',
    offset: request.offset,
    handle: request.offset === BEFORE_SNAPSHOT ? undefined : request.handle,
    live: request.live ? 'true' : undefined,
    cursor: request.live ? request.cursor : undefined,
    expired_handle: request.expiredHandle,
    retry: request.retry?.toString(),
    'subset[where]': request.subset ? 'true' : undefined,
    ...positionalParams(shape.params),
  };
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  url.searchParams.sort();
  return url;
}

/** `params[1]=…`: the one spelling that Electric takes (electric/README.md 14). */
function positionalParams(params: ShapeDefinition['params']): Record<string, string> {
  const named = Array.isArray(params) ? params.map((value, index) => [index + 1, value]) : Object.entries(params ?? {});
  return Object.fromEntries(named.map(([name, value]) => [`params[${name}]`, value]));
}
