import type { Fault } from '../fault-exchange.js';
import { fault } from './fault.js';
import { begun } from './raw-answers.js';

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
