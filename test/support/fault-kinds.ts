import type { Fault, FaultRequest, OpenExchange, WholeAnswer } from './fault-proxy.js';

/** An item of an answer's body, to be spoiled. */
export interface SpoiltMessage {
  key?: unknown;
  value?: Record<string, unknown> | undefined;
  headers?: Record<string, unknown>;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const CRLF = '\r\n';

/** The status line and headers of an answer, as bytes. */
function head({ status, headers }: WholeAnswer, more: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} Fault${CRLF}${lines.join(CRLF)}${CRLF}${CRLF}`;
}

function fault(kind: string, play: Fault['play']): Fault {
  return { kind, play };
}

/** An answer to Electric's, changed; left as it is where there is nothing to change. */
export function spoil(
  kind: string,
  change: (answer: WholeAnswer, request: FaultRequest) => WholeAnswer | undefined,
): Fault {
  return fault(kind, async (exchange) => {
    const answer = await exchange.upstream();
    const spoilt = answer.status === 200 && !exchange.request.subset ? change(answer, exchange.request) : undefined;
    await exchange.respond(spoilt ?? answer);
    return spoilt !== undefined;
  });
}

/** Changes one row of an answer: the first, the last or one in the middle, by turns. */
function spoilRow(kind: string, change: (message: SpoiltMessage) => unknown): Fault {
  let turn = 0;
  return spoil(kind, (answer) => {
    const messages = JSON.parse(answer.body.toString()) as SpoiltMessage[];
    const rows = messages.flatMap(({ value }, index) => (value ? [index] : []));
    turn += 1;
    const at = rows[[0, rows.length - 1, rows.length >> 1][turn % 3] as number];
    if (at === undefined) return undefined;
    messages[at] = change(structuredClone(messages[at]) as SpoiltMessage) as SpoiltMessage;
    return { ...answer, body: Buffer.from(JSON.stringify(messages)) };
  });
}

function spoilMessages(kind: string, change: (messages: SpoiltMessage[]) => unknown): Fault {
  return spoil(kind, (answer) => {
    const changed = change(JSON.parse(answer.body.toString()) as SpoiltMessage[]);
    return changed === undefined ? undefined : { ...answer, body: Buffer.from(JSON.stringify(changed)) };
  });
}

function spoilHeaders(
  kind: string,
  change: (headers: Record<string, string>, request: FaultRequest) => Record<string, string | undefined> | undefined,
): Fault {
  return spoil(kind, (answer, request) => {
    const changed = change({ ...answer.headers }, request);
    if (changed === undefined) return undefined;
    const kept = Object.entries(changed).filter(([, value]) => value !== undefined) as [string, string][];
    return { ...answer, headers: Object.fromEntries(kept) };
  });
}

/** Some other answer, at once: Electric is not asked. */
export function answering(
  kind: string,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
): Fault {
  return fault(kind, (exchange) => exchange.respond({ status, headers, body: Buffer.from(body) }));
}

async function begun(exchange: OpenExchange, share: number): Promise<void> {
  const answer = await exchange.upstream();
  const half = answer.body.subarray(0, Math.floor(answer.body.length * share));
  await exchange.write(head(answer, { 'content-length': answer.body.length }));
  await exchange.write(half);
}

/** Connections that break, at every place at which they can. */
export const BREAKING: readonly Fault[] = [
  fault('reset before the header', (exchange) => exchange.cut('reset')),
  fault('closed before the header', (exchange) => exchange.cut('end')),
  fault('reset mid-header', async (exchange) => {
    const bytes = head(await exchange.upstream(), {});
    await exchange.write(bytes.slice(0, bytes.length >> 1));
    exchange.cut('reset');
  }),
  fault('closed mid-header', async (exchange) => {
    await exchange.write('HTTP/1.1 200 OK\r\ncontent-type: appl');
    exchange.cut('end');
  }),
  fault('reset mid-body', async (exchange) => {
    await begun(exchange, 0.5);
    exchange.cut('reset');
  }),
  fault('closed mid-body', async (exchange) => {
    await begun(exchange, 0.9);
    exchange.cut('end');
  }),
  fault('closed mid-chunk', async (exchange) => {
    const answer = await exchange.upstream();
    const size = answer.body.length.toString(16);
    await exchange.write(head(answer, { 'transfer-encoding': 'chunked' }));
    await exchange.write(`${size}${CRLF}${answer.body.subarray(0, answer.body.length >> 1)}`);
    exchange.cut('end');
  }),
  fault('closed without the last chunk', async (exchange) => {
    const answer = await exchange.upstream();
    await exchange.write(head(answer, { 'transfer-encoding': 'chunked' }));
    await exchange.write(`${answer.body.length.toString(16)}${CRLF}${answer.body}${CRLF}`);
    exchange.cut('end');
  }),
  fault('no HTTP', async (exchange) => {
    await exchange.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x00, 0x0d, 0x0a]));
    exchange.cut('end');
  }),
  spoilHeaders('headers of 100 kB', (headers) => ({ ...headers, 'x-filler': 'x'.repeat(100_000) })),
  spoilHeaders('gzip that is none', (headers) => ({ ...headers, 'content-encoding': 'gzip' })),
];

/** Silence, at every place at which there can be some: longer than any watchdog. */
export const STALLING: readonly Fault[] = [
  fault('stalled before the header', (exchange) => exchange.hang()),
  fault('stalled mid-header', async (exchange) => {
    await exchange.write('HTTP/1.1 200 OK\r\nelectric-handle: ');
    await exchange.hang();
  }),
  fault('stalled mid-body', async (exchange) => {
    await begun(exchange, 0.5);
    await exchange.hang();
  }),
  fault('stalled before the end of the body', async (exchange) => {
    await begun(exchange, 0.999);
    await exchange.hang();
  }),
];

const cut = (share: number) => (answer: WholeAnswer) => ({
  ...answer,
  body: answer.body.subarray(0, Math.floor(answer.body.length * share)),
});

/** Bodies that are not what they should be, and by which that can be seen. */
export const GARBLED_BODIES: readonly Fault[] = [
  spoil('truncated by half', cut(0.5)),
  spoil('truncated by the last bracket', (answer) => ({ ...answer, body: answer.body.subarray(0, -1) })),
  spoil('empty body', cut(0)),
  spoil('a byte that is no UTF-8', (answer) => {
    const body = Buffer.from(answer.body);
    body[body.length >> 1] = 0xff;
    return { ...answer, body };
  }),
  spoil('a bracket lost', (answer) => ({ ...answer, body: Buffer.from(answer.body.toString().replace('}', ' ')) })),
  spoil('two answers in one', (answer) => ({ ...answer, body: Buffer.concat([answer.body, answer.body]) })),
  spoil('an object for an array', (answer) => ({ ...answer, body: Buffer.from(`{"messages":${answer.body}}`) })),
  spoil('null for an array', (answer) => ({ ...answer, body: Buffer.from('null') })),
  spoil('HTML behind the body', (answer) => ({ ...answer, body: Buffer.concat([answer.body, Buffer.from('<br>')]) })),
];

function aColumn({ value = {} }: SpoiltMessage, ofTheKey: boolean): string {
  const key = 'id' in value ? ['id'] : ['group_code', 'code'];
  return Object.keys(value).find((column) => key.includes(column) === ofTheKey) ?? '';
}

/** Rows that are no rows: what Electric never sends. */
export const GARBLED_ROWS: readonly Fault[] = [
  spoilRow('a message that is null', () => null),
  spoilRow('a message that is a number', () => 7),
  spoilRow('a message that is a list', (message) => [message]),
  spoilRow('a row whose value is null', (message) => ({ ...message, value: null, headers: message.headers })),
  spoilRow('a row whose value is a text', (message) => ({ ...message, value: 'x' })),
  spoilRow('a row without headers', ({ headers: _, ...message }) => message),
  spoilRow('a row whose headers are null', (message) => ({ ...message, headers: null })),
  spoilRow('a row without an operation', (message) => {
    delete message.headers?.['operation'];
    return message;
  }),
  spoilRow('an operation that nobody knows', (message) => {
    (message.headers ?? {})['operation'] = 'upsert';
    return message;
  }),
  spoilRow('a number for a text', (message) => {
    (message.value ?? {})[aColumn(message, false)] = 5;
    return message;
  }),
  spoilRow('an object for a text', (message) => {
    (message.value ?? {})[aColumn(message, false)] = { is: 'wrong' };
    return message;
  }),
  spoilRow('a column missing', (message) => {
    delete message.value?.[aColumn(message, false)];
    return message;
  }),
  spoilRow('a key column missing', (message) => {
    delete message.value?.[aColumn(message, true)];
    return message;
  }),
  spoilRow('a key column null', (message) => {
    (message.value ?? {})[aColumn(message, true)] = null;
    return message;
  }),
  spoilRow('an lsn that is a number', (message) => {
    (message.headers ?? {})['lsn'] = 5;
    return message;
  }),
  spoilRow('an op_position below zero', (message) => {
    Object.assign(message.headers ?? {}, { lsn: message.headers?.['lsn'] ?? '1', op_position: -1 });
    return message;
  }),
];

/** Rows of the log that are at the wrong place: of answers with rows of the log alone. */
export const MISPLACED_ROWS: readonly Fault[] = [
  spoilMessages('an lsn missing', (messages) => {
    const rows = logRows(messages);
    delete rows[0]?.headers?.['lsn'];
    return rows.length > 0 ? messages : undefined;
  }),
  spoilMessages('lsn and op_position missing', (messages) => {
    const rows = logRows(messages);
    delete rows[0]?.headers?.['lsn'];
    delete rows[0]?.headers?.['op_position'];
    return rows.length > 0 ? messages : undefined;
  }),
  spoilMessages('rows twice', (messages) =>
    logRows(messages).length > 0 ? [...logRows(messages), ...messages] : undefined,
  ),
  spoilMessages('rows in another order', (messages) =>
    logRows(messages).length > 1
      ? [...logRows(messages).reverse(), ...messages.filter(({ value }) => !value)]
      : undefined,
  ),
];

function logRows(messages: readonly SpoiltMessage[]): SpoiltMessage[] {
  return messages.filter(({ headers, value }) => value && headers?.['lsn'] !== undefined);
}

/** What is no fault, and has to be taken as it is. */
export const TOLERATED: readonly Fault[] = [
  fault('a body that trickles', async (exchange) => {
    const answer = await exchange.upstream();
    await exchange.write(head(answer, { 'content-length': answer.body.length, connection: 'close' }));
    const size = Math.max(1, Math.ceil(answer.body.length / 40));
    for (let at = 0; at < answer.body.length; at += size) {
      await exchange.write(answer.body.subarray(at, at + size));
      await exchange.pause(3);
    }
    exchange.cut('end');
  }),
  spoilMessages('control messages that nobody knows', (messages) => [
    { headers: { control: 'news-from-tomorrow' } },
    ...messages,
    { headers: { control: 'snapshot-begin', xmin: '1' } },
  ]),
  spoilMessages('a control message of 20 MB', (messages) => [
    { headers: { control: 'padding', text: 'x'.repeat(20_000_000) } },
    ...messages,
  ]),
  spoilMessages('properties that nobody knows', (messages) =>
    messages.map((message) => ({ ...message, more: [1], headers: { ...message.headers, tags: ['a'], txids: 'many' } })),
  ),
  spoil('blanks between messages', (answer) => ({
    ...answer,
    body: Buffer.from(JSON.stringify(JSON.parse(answer.body.toString()), null, 2)),
  })),
];

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

const without = (name: string) => spoilHeaders(`without ${name}`, (headers) => ({ ...headers, [name]: undefined }));

/** Electric's headers, lost or changed on the way. */
export const HEADERS: readonly Fault[] = [
  without('electric-handle'),
  without('electric-offset'),
  spoilHeaders('without electric-schema', (headers, { live }) =>
    live ? undefined : { ...headers, 'electric-schema': undefined },
  ),
  spoilHeaders('without electric-cursor', (headers, { live }) =>
    live ? { ...headers, 'electric-cursor': undefined } : undefined,
  ),
  spoilHeaders('without any', (headers) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('electric-'))),
  ),
  spoilHeaders('an offset that is none', (headers) => ({ ...headers, 'electric-offset': 'latest' })),
  spoilHeaders('an offset of before the snapshot', (headers) => ({ ...headers, 'electric-offset': '-1' })),
  spoilHeaders('a schema that breaks off', (headers, { live }) =>
    live ? undefined : { ...headers, 'electric-schema': '{"code":{"type":"te' },
  ),
  spoilHeaders('a schema that is none', (headers, { live }) =>
    live ? undefined : { ...headers, 'electric-schema': '{"code":"text"}' },
  ),
];

/** Headers that are well-formed and not true. */
export const LIES = {
  /** Further than the rows: a follower that believed it would lose what is between (34). */
  offsetAhead: spoilHeaders('an offset ahead of the rows', (headers) => ({
    ...headers,
    'electric-offset': '999999999999999999_7',
  })),
  /** Chunks of the snapshot that were not given. */
  offsetAheadInSnapshot: spoilHeaders('an offset ahead in the snapshot', (headers, { offset }) =>
    offset === '-1' || /^0_\d+$/.test(offset) ? { ...headers, 'electric-offset': '0_inf', etag: undefined } : undefined,
  ),
  offsetBehind: spoilHeaders('an offset behind the rows', (headers) => ({ ...headers, 'electric-offset': '0_0' })),
  upToDate: spoilMessages('up-to-date where there is more', (messages) => [
    ...messages,
    { headers: { control: 'up-to-date', global_last_seen_lsn: '1' } },
  ]),
  otherHandle: spoilHeaders('of another handle', (headers) => ({ ...headers, 'electric-handle': '1-1' })),
  otherSchema: spoilHeaders('with the schema of another table', (headers, { live }) =>
    live ? undefined : { ...headers, 'electric-schema': '{"id":{"type":"int4","pk_index":0},"v":{"type":"text"}}' },
  ),
  otherTypes: spoilHeaders('with other types in its schema', (headers, { live }) =>
    live
      ? undefined
      : { ...headers, 'electric-schema': String(headers['electric-schema']).replaceAll('"text"', '"int4"') },
  ),
  noEtag: spoilHeaders('without an etag', (headers) => ({ ...headers, etag: undefined })),
} as const;

/** What caches do that should not be trusted. */
export const CACHES = {
  /** The oldest snapshot that it has seen, whatever the rest of the URL says. */
  staleSnapshot: fault('a stale snapshot', async (exchange) => {
    const old = exchange.remembered.find(({ request }) => request.offset === '-1');
    const fresh = exchange.request.offset !== '-1' || old === undefined;
    await exchange.respond(fresh ? await exchange.upstream() : old.answer);
    return !fresh;
  }),
  /** What it has once answered to the same position, at once and for ever: it leaves the cursor out of its key. */
  frozen: fault('an answer of before to the same position', async (exchange) => {
    const { request, remembered } = exchange;
    const key = ({ url }: FaultRequest) => [...url.searchParams].filter(([name]) => name !== 'cursor').join('&');
    const old = remembered.find((other) => key(other.request) === key(request));
    await exchange.respond(old?.answer ?? (await exchange.upstream()));
    return old !== undefined;
  }),
  /** To a live request what it has answered to the one without `live`: at once, and nothing new. */
  frozenPoll: fault('a poll that is answered at once, and with nothing', async (exchange) => {
    const { request } = exchange;
    if (request.live) {
      const url = new URL(request.url);
      url.searchParams.delete('live');
      url.searchParams.delete('cursor');
      const answer = await exchange.upstream({ ...request, url, live: false });
      await exchange.respond({ ...answer, headers: { ...answer.headers, 'electric-cursor': '1' } });
    } else await exchange.respond(await exchange.upstream());
    return request.live;
  }),
  /** A subset snapshot of before, to the same URL but for the position. */
  frozenSubset: fault('a subset snapshot of before', async (exchange) => {
    const { request, remembered } = exchange;
    const key = ({ url }: FaultRequest) => [...url.searchParams].filter(([name]) => name !== 'offset').join('&');
    const old = remembered.find((other) => other.request.subset && key(other.request) === key(request));
    await exchange.respond(old?.answer ?? (await exchange.upstream()));
    return old !== undefined;
  }),
  /** The answer to another request of the same shape. */
  duplicate: fault('the last answer once more', async (exchange) => {
    const old = exchange.remembered.findLast(({ request }) => request.offset !== exchange.request.offset);
    await exchange.respond(old?.answer ?? (await exchange.upstream()));
    return old !== undefined;
  }),
  mixedUp: fault('any answer of before', async (exchange) => {
    const { remembered, request } = exchange;
    const others = remembered.filter((other) => other.request.offset !== request.offset);
    const old = others[((others.length * 7) % 11) % Math.max(1, others.length)];
    await exchange.respond(old?.answer ?? (await exchange.upstream()));
    return old !== undefined;
  }),
} as const;

/** Polls that are never answered, because something in between has a shorter patience than Electric has. */
export const POLLS_CUT = fault('a poll that is cut', async (exchange) => {
  if (!exchange.request.live) {
    await exchange.respond(await exchange.upstream());
    return false;
  }
  await exchange.pause(20);
  exchange.cut('reset');
  return true;
});

/** Two requests of two clients get each other's answers. */
export function crossed(other: (request: FaultRequest) => URL): Fault {
  return fault('the answer to the request of another', async (exchange) => {
    await exchange.respond(await exchange.upstream({ ...exchange.request, url: other(exchange.request) }));
  });
}
