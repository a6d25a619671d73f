import type { Fault } from '../fault-exchange.js';
import { type SpoiltMessage, spoilMessages } from './spoilt-messages.js';

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
