import type { Fault, FaultRequest } from '../fault-exchange.js';
import { spoil } from './fault.js';

/** Changes the headers of an answer; what becomes `undefined` is left out. */
export function spoilHeaders(
  kind: string,
  change: (headers: Record<string, string>, request: FaultRequest) => Record<string, string | undefined> | undefined,
): Fault {
  return spoil(kind, (answer, request) => {
    const changed = change({ ...answer.headers }, request);
    if (changed === undefined) return undefined;
    const kept = Object.entries(changed).filter(([, value]) => value !== undefined) as [string, string][];
    return { ...answer, headers: Object.fromEntries(kept) };
  });
}
