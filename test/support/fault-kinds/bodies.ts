import type { Fault, WholeAnswer } from '../fault-exchange.js';
import { spoil } from './fault.js';

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
