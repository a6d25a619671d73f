import type { OpenExchange, WholeAnswer } from '../fault-exchange.js';

/** The end of a line, in HTTP. */
export const CRLF = '\r\n';

/** The status line and headers of an answer, as bytes. */
export function head({ status, headers }: WholeAnswer, more: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} Fault${CRLF}${lines.join(CRLF)}${CRLF}${CRLF}`;
}

/** Writes the head of an answer, and a share of its body. */
export async function begun(exchange: OpenExchange, share: number): Promise<void> {
  const answer = await exchange.upstream();
  const half = answer.body.subarray(0, Math.floor(answer.body.length * share));
  await exchange.write(head(answer, { 'content-length': answer.body.length }));
  await exchange.write(half);
}
