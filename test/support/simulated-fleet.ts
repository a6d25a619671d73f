import { CommonCodeCache, type CommonCodeModuleOptions } from 'nestjs-common-code';
import { Replicator } from '../../lib/replica/replicator.js';
import { Lines, seeded } from './replica-harness.js';
import type { VirtualClock } from './virtual-clock.js';

type Fetch = typeof globalThis.fetch;

/** A pod on a clock that tests own. */
export interface SimulatedPod {
  readonly replicator: Replicator<Record<string, unknown>>;
  readonly cache: CommonCodeCache;
  /** What it has asked, in order: path and query. */
  readonly asked: string[];
}

/**
 * A pod whose chances are its own.
 * @param seed decides them.
 */
export function simulatedPod(
  clock: VirtualClock,
  seed: number,
  fetch: Fetch,
  options: Partial<CommonCodeModuleOptions> = {},
): SimulatedPod {
  const asked: string[] = [];
  const noting: Fetch = (input, init) => {
    asked.push(String(input).replace('http://electric.test', ''));
    return fetch(input, init);
  };
  const replicator = new Replicator<Record<string, unknown>>(
    { shape: { table: 'common_code' }, ...options, electric: { url: 'http://electric.test', fetch: noting } },
    new Lines(),
    { clock, random: seeded(seed), pacer: { breathe: () => undefined } },
  );
  return { replicator, cache: new CommonCodeCache(replicator), asked };
}
