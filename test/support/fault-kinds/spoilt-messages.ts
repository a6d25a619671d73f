import type { Fault } from '../fault-exchange.js';
import { spoil } from './fault.js';

/** An item of an answer's body, to be spoiled. */
export interface SpoiltMessage {
  key?: unknown;
  value?: Record<string, unknown> | undefined;
  headers?: Record<string, unknown>;
}

/** Changes the messages of an answer. */
export function spoilMessages(kind: string, change: (messages: SpoiltMessage[]) => unknown): Fault {
  return spoil(kind, (answer) => {
    const changed = change(JSON.parse(answer.body.toString()) as SpoiltMessage[]);
    return changed === undefined ? undefined : { ...answer, body: Buffer.from(JSON.stringify(changed)) };
  });
}

/** Changes one row of an answer: the first, the last or one in the middle, by turns. */
export function spoilRow(kind: string, change: (message: SpoiltMessage) => unknown): Fault {
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
