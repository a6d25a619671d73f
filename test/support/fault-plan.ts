import type { Fault, FaultRequest } from './fault-exchange.js';

/** Which fault is played on a request; `undefined` passes it on. */
export type FaultPlan = (request: FaultRequest, index: number) => Fault | undefined;

/** One fault on requests that it is meant for, until it has been played so often; all others are passed on. */
export function planOf(fault: Fault, times: number, on: (request: FaultRequest) => boolean): FaultPlan {
  let left = times;
  const counted: Fault = {
    kind: fault.kind,
    async play(exchange) {
      left -= 1;
      const played = await fault.play(exchange);
      if (played === false) left += 1;
      return played;
    },
  };
  return (request) => (left > 0 && on(request) ? counted : undefined);
}
