import type { LogOffset } from './log-offset.js';
import { formatOffset } from './log-offset.js';

/** An answer, but for the headers that all answers have. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Whether the length is not told in advance, as where Electric streams. */
  readonly chunked?: boolean;
}

const MUST_REFETCH = '[{"headers":{"control":"must-refetch"}}]';

export function upToDate(lsn: number): string {
  return `{"headers":{"control":"up-to-date","global_last_seen_lsn":"${lsn}"}}`;
}

/** @param handle that of the shape to go on with; without it the answer is for a poll whose shape ended while it waited (README 11, 12) */
export function mustRefetch(handle?: string): Answer {
  return {
    status: 409,
    headers: {
      'cache-control': `public, max-age=${handle === undefined ? 1 : 60}, must-revalidate`,
      ...(handle !== undefined && { etag: `"${handle}::"`, 'electric-handle': handle }),
    },
    body: MUST_REFETCH,
  };
}

/** A refusal, which no cache may keep. */
export function refusal(status: number, body: object, retryAfterSeconds?: number): Answer {
  return {
    status,
    headers: {
      'cache-control': 'no-store',
      'surrogate-control': 'no-store',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify(body),
  };
}

/** An answer to a DELETE. */
export function deletion(status: number, body?: object): Answer {
  return {
    status,
    headers: { 'cache-control': 'no-cache', ...(status < 400 && { 'electric-has-data': 'true' }) },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

/** A subset snapshot, which no cache may keep (transcript 26). */
export function subsetAnswer(handle: string, schema: string | undefined, end: LogOffset, body: string): Answer {
  const headers = {
    'cache-control': 'no-cache',
    'electric-snapshot': 'true',
    'electric-handle': handle,
    ...(schema !== undefined && { 'electric-schema': headerText(schema) }),
    'electric-offset': formatOffset(end),
  };
  return { status: 200, headers, body, chunked: true };
}

/** What the headers of an answer with data, or of a poll without, are made from. */
export interface DataAnswer {
  readonly handle: string;
  readonly asked: LogOffset | 'now';
  readonly end: LogOffset;
  readonly upToDate: boolean;
  readonly live: boolean;
  /** Absent in live answers (README 7). */
  readonly schema: string | undefined;
  /** Present in live answers only. */
  readonly cursor: string | undefined;
  /** Set where nothing changed: such an answer is not revalidated, so each has an etag of its own. */
  readonly unique?: string;
}

export function dataHeaders(answer: DataAnswer): Record<string, string> {
  const { handle, schema, cursor, unique } = answer;
  return {
    'cache-control': cacheControl(answer),
    ...(cursor !== undefined && { 'electric-cursor': cursor }),
    etag: etagOf(answer),
    'electric-handle': handle,
    ...(schema !== undefined && { 'electric-schema': headerText(schema) }),
    ...(answer.upToDate && { 'electric-up-to-date': '' }),
    'electric-has-data': String(unique === undefined),
    'electric-offset': formatOffset(answer.end),
  };
}

export function etagOf({ handle, asked, end, unique }: DataAnswer): string {
  const from = asked === 'now' ? asked : formatOffset(asked);
  return `"${handle}:${from}:${formatOffset(end)}${unique === undefined ? '' : `:${unique}`}"`;
}

/** A header is bytes: Electric sends UTF-8, Node writes latin1. */
function headerText(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function cacheControl({ asked, live }: DataAnswer): string {
  if (asked !== 'now' && asked.tx < 0) return 'public, max-age=604800, s-maxage=3600, stale-while-revalidate=2629746';
  return live ? 'public, max-age=5, stale-while-revalidate=5' : 'public, max-age=60, stale-while-revalidate=300';
}
