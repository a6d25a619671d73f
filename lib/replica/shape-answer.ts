import { ExchangeError } from './exchange-error.js';
import { isOffset, type ShapeOffset } from './shape-offset.js';
import { ShapeSchema } from './shape-schema.js';
import type { OpenAnswer } from './shape-transport.js';
import type { ShapeRequest } from './shape-url.js';

/** What the headers of a good answer say. */
export interface AnswerHeaders {
  readonly handle: string;
  readonly offset: ShapeOffset;
  /** Of live answers only. */
  readonly cursor: string | undefined;
  /** Of answers that are not live only (electric/README.md 7). */
  readonly schema: ShapeSchema | undefined;
  /** 204, with Electric's own word for it. */
  readonly upToDate: boolean;
}

/**
 * Reads Electric's headers (W11).
 * @throws ExchangeError naming what is missing or malformed, or saying that this is not Electric (W9).
 */
export function readHeaders(answer: OpenAnswer, request: ShapeRequest, endpoint: string): AnswerHeaders {
  const { headers } = answer;
  const handle = headers.get('electric-handle');
  const offset = headers.get('electric-offset');
  const cursor = headers.get('electric-cursor') ?? undefined;
  const schemaText = utf8(headers.get('electric-schema'));
  const schema = schemaText === null ? undefined : ShapeSchema.parse(schemaText);

  if (handle === null && offset === null && !isJson(headers)) throw notElectric(answer, endpoint);
  const wrong = [
    handle ? '' : 'electric-handle',
    offset !== null && isOffset(offset) ? '' : 'electric-offset',
    request.live && cursor === undefined ? 'electric-cursor' : '',
    !request.live && schema === undefined ? 'electric-schema' : '',
    answer.status === 204 && !headers.has('electric-up-to-date') ? 'electric-up-to-date' : '',
  ].filter((name) => name !== '');
  if (wrong.length > 0 || handle === null || offset === null) {
    throw new ExchangeError(
      `the answer of ${endpoint} lacks ${wrong.join(', ')}, or has it malformed: a proxy in between strips or changes ` +
        'headers; let it pass those that begin with electric-',
      { status: answer.status },
    );
  }
  return { handle, offset, cursor, schema, upToDate: answer.status === 204 };
}

/** Electric sends column names as UTF-8, which `fetch` reads as Latin-1: a Korean one would match no row's. */
function utf8(header: string | null): string | null {
  return header === null ? null : Buffer.from(header, 'latin1').toString('utf8');
}

/** The offset that the answer says it was asked for, from Electric's etag `"<handle>:<asked>:<next>"`; `undefined` if it does not say. */
export function askedOffset(headers: Headers): string | undefined {
  return /^(?:W\/)?"[^":]+:(-1|\d+_(?:\d+|inf)):/.exec(headers.get('etag') ?? '')?.[1];
}

/**
 * How long ago Electric gave this answer, in milliseconds (W16): nothing for a live one; otherwise what its `Date` says,
 * which a cache does not renew.
 */
export function ageOf(headers: Headers, live: boolean, now: number): number {
  const date = live ? Number.NaN : Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? 0 : Math.max(0, now - date);
}

/** What an answer that is neither 2xx nor 409 means, and how to mend it (W8, W9, W10). */
export async function readFailure(answer: OpenAnswer, endpoint: string, now: number): Promise<ExchangeError> {
  const { status, headers } = answer;
  if (status === 429 || status >= 500) {
    const said = await saidBy(answer);
    return new ExchangeError(`${endpoint} answered ${status}${said}`, {
      status,
      retryAfterMs: retryAfter(headers, now),
    });
  }
  if (status === 401 || status === 403) {
    const said = await saidBy(answer);
    const mend = 'check electric.secret (ELECTRIC_SECRET), and electric.headers if a proxy asks for them';
    return new ExchangeError(`${endpoint} refused us with ${status}${said}: ${mend}`, { status, needsMending: true });
  }
  if (status === 400 && isJson(headers)) {
    const said = await saidBy(answer);
    const mend = 'check shape.table, shape.where, shape.params and shape.columns against the database';
    return new ExchangeError(`${endpoint} answered 400${said}: ${mend}`, { status, needsMending: true });
  }
  return notElectric(answer, endpoint);
}

function notElectric({ status, headers }: OpenAnswer, endpoint: string): ExchangeError {
  const type = /^[\w.+/-]{1,60}/.exec(headers.get('content-type') ?? '')?.[0] ?? 'no content-type';
  return new ExchangeError(
    `${endpoint} is not Electric's shape API: it answered ${status} with ${type}; check electric.url and the proxies in between`,
    { status, needsMending: true },
  );
}

async function saidBy(answer: OpenAnswer): Promise<string> {
  const text = await answer.errorText();
  return text === '' ? '' : ` (${text})`;
}

function isJson(headers: Headers): boolean {
  return /[/+]json\b/.test(headers.get('content-type') ?? '');
}

/** Retry-After: seconds, or a date. */
function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
