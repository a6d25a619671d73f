import type { Fault } from '../fault-exchange.js';
import { fault, spoil } from './fault.js';
import { head } from './raw-answers.js';
import { spoilMessages } from './spoilt-messages.js';

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
