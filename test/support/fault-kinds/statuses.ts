import type { Fault } from '../fault-exchange.js';
import { fault } from './fault.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Some other answer, at once: Electric is not asked. */
export function answering(
  kind: string,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
): Fault {
  return fault(kind, (exchange) => exchange.respond({ status, headers, body: Buffer.from(body) }));
}

const HTML = '<!doctype html><html><body>Welcome to nginx</body></html>';
const HTML_TYPE = { 'content-type': 'text/html' };
const moved = (status: number) =>
  answering(`${status}`, status, '', { location: 'https://login.test/?token=abc', 'content-length': '0' });

/** Answers of something else, or of an Electric that cannot. */
export const STATUSES = {
  html: answering('200 with HTML', 200, HTML, HTML_TYPE),
  noContent: answering('204', 204, '', {}),
  notModified: answering('304', 304, '', { etag: '"x"' }),
  redirects: [301, 302, 307, 308].map(moved),
  badRequest: answering('400', 400, '{"message":"Invalid request","errors":{"table":["no"]}}'),
  badRequestInHtml: answering('400 with HTML', 400, HTML, HTML_TYPE),
  unauthorized: answering('401', 401, '{"message":"Unauthorized - Invalid API secret"}'),
  forbidden: answering('403', 403, '{"message":"Forbidden"}'),
  notFound: answering('404', 404, 'Not found', { 'content-type': 'text/plain' }),
  notAllowed: answering('405', 405, '{"message":"no"}'),
  conflict: answering('409 without a handle', 409, '[{"headers":{"control":"must-refetch"}}]'),
  conflictWithHandle: answering('409 with a handle', 409, '[{"headers":{"control":"must-refetch"}}]', {
    ...JSON_TYPE,
    'electric-handle': '1-1',
  }),
  tooMany: answering('429', 429, '{"message":"slow down"}', { ...JSON_TYPE, 'retry-after': '5' }),
  tooManyForLong: answering('429 with a Retry-After of a day', 429, '', { 'retry-after': '86400' }),
  tooManyUntil: answering('429 with a Retry-After that is a date', 429, '', {
    'retry-after': new Date(0).toUTCString(),
  }),
  oddRetryAfter: answering('429 with a Retry-After that is no time', 429, '', { 'retry-after': '-1e999' }),
  unavailable: answering('503', 503, '{"message":"Timeout waiting for Postgres"}', {
    ...JSON_TYPE,
    'retry-after': '2',
  }),
  failing: answering('500', 500, '{"message":"Unexpected error"}'),
  badGateway: answering('502 with HTML', 502, HTML, HTML_TYPE),
  teapot: answering('418', 418, 'short and stout', { 'content-type': 'text/plain' }),
} as const;
