import type { Fault } from '../fault-exchange.js';
import { fault } from './fault.js';
import { begun, CRLF, head } from './raw-answers.js';
import { spoilHeaders } from './spoilt-headers.js';

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
