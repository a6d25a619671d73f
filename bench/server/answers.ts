import type { ServerResponse } from 'node:http';
import { MUST_REFETCH } from './messages.js';

/** Where in a shape log an answer stands. */
export interface AnswerPosition {
  readonly handle: string;
  readonly asked: string;
  readonly next: string;
}

export function sendAnswer(
  response: ServerResponse,
  body: Buffer | string,
  { handle, asked, next }: AnswerPosition,
  headers: Record<string, string>,
): void {
  response.writeHead(200, {
    ...COMMON,
    etag: `"${handle}:${asked}:${next}"`,
    'electric-handle': handle,
    'electric-has-data': 'true',
    'electric-offset': next,
    ...headers,
  });
  response.write(body); // and so in chunked encoding, as Electric sends it
  response.end();
}

/** @param handle the new one; a poll that was waiting is not told of it (electric/README.md 11, 12). */
export function sendMustRefetch(response: ServerResponse, handle?: string): void {
  response.writeHead(409, {
    ...COMMON,
    'cache-control': handle === undefined ? 'public, max-age=1' : 'public, max-age=60, must-revalidate',
    ...(handle !== undefined && { 'electric-handle': handle }),
  });
  response.end(MUST_REFETCH);
}

const COMMON = {
  vary: 'accept-encoding',
  'electric-server': 'ElectricSQL/1.7.12',
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'electric-cursor,electric-handle,electric-has-data,electric-offset,electric-schema,electric-up-to-date,electric-internal-known-error,retry-after',
  'access-control-allow-methods': 'GET, POST, HEAD, DELETE, OPTIONS',
  'content-type': 'application/json; charset=utf-8',
};
