import type { Measure } from '../measure/measure.js';
import { pick } from '../measure/rounds.js';
import type { Stall } from '../measure/stall-probe.js';
import { LARGE } from './section.interface.js';

const LONGEST_MS = 10;

/** How long the event loop was held up, in the three ways in which one can count it. */
export function stallMeasures<T>(
  when: string,
  measured: ReadonlyMap<string, readonly T[]>,
  stall: (measured: T) => Stall,
  rows: number,
  of?: string,
): Measure[] {
  const common = { unit: 'ms', ...(of !== undefined && { of }) };
  return [
    {
      ...common,
      title: `longest stall, ${when}`,
      rounds: pick(measured, (each) => stall(each).longestMs),
      ...(rows >= LARGE && { goal: { of: 'value', atMost: LONGEST_MS } }),
    },
    {
      ...common,
      title: `longest stall, ${when}, waiting for a processor not counted`,
      rounds: pick(measured, (each) => stall(each).longestWorkMs),
    },
    {
      ...common,
      title: `longest stall, ${when}, garbage collection counted`,
      rounds: pick(measured, (each) => stall(each).longestWithGcMs),
    },
  ];
}
