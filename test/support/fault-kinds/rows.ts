import type { Fault } from '../fault-exchange.js';
import { type SpoiltMessage, spoilRow } from './spoilt-messages.js';

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
