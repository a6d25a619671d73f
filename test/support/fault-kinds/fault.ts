import type { Fault, FaultRequest, WholeAnswer } from '../fault-exchange.js';

/** A fault that plays so. */
export function fault(kind: string, play: Fault['play']): Fault {
  return { kind, play };
}

/** An answer to Electric's, changed; left as it is where there is nothing to change. */
export function spoil(
  kind: string,
  change: (answer: WholeAnswer, request: FaultRequest) => WholeAnswer | undefined,
): Fault {
  return fault(kind, async (exchange) => {
    const answer = await exchange.upstream();
    const spoilt = answer.status === 200 && !exchange.request.subset ? change(answer, exchange.request) : undefined;
    await exchange.respond(spoilt ?? answer);
    return spoilt !== undefined;
  });
}
