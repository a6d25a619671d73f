import type { Fault, FaultRequest } from '../fault-exchange.js';
import { fault } from './fault.js';

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

/** Two requests of two clients get each other's answers. */
export function crossed(other: (request: FaultRequest) => URL): Fault {
  return fault('the answer to the request of another', async (exchange) => {
    await exchange.respond(await exchange.upstream({ ...exchange.request, url: other(exchange.request) }));
  });
}
