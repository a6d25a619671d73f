import type { ServerResponse } from 'node:http';
import type { FaultRequest, WholeAnswer } from './fault-exchange.js';

/** Takes a request for a shape apart. */
export function parse(url: URL): FaultRequest {
  const { searchParams } = url;
  return {
    url,
    offset: searchParams.get('offset') ?? '',
    handle: searchParams.get('handle') ?? undefined,
    live: searchParams.get('live') === 'true',
    subset: searchParams.has('subset[where]'),
  };
}

/** @returns when it has been handed to the operating system, or the client has gone. */
export function respond(response: ServerResponse, { status, headers, body }: WholeAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    response.once('close', resolve);
    response.once('finish', resolve);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const hasBody = status !== 204 && status !== 304;
    if (hasBody) response.setHeader('content-length', body.length);
    response.writeHead(status);
    response.end(hasBody ? body : undefined);
  });
}

/** Whether a follower has to be content with an answer that it was given whole: see `FaultProxy.goodAnswers`. */
export function isGood({ url, subset }: FaultRequest, { status, headers, body }: WholeAnswer): boolean {
  if (status !== 200 || subset) return false;
  if (url.searchParams.get('expired_handle') === headers['electric-handle']) return false;
  if (endsInside(body)) return false;
  return headers['electric-up-to-date'] !== undefined || body.includes('"snapshot-end"');
}

/** Whether the rows of the log end where no transaction does, or so it looks: then the follower has to ask again (W4; 33, 35). */
function endsInside(body: Buffer): boolean {
  const messages = JSON.parse(body.toString()) as { headers: { op_position?: number; last?: boolean } }[];
  const row = messages.findLast(({ headers }) => headers.op_position !== undefined);
  return row !== undefined && row.headers.last !== true;
}
