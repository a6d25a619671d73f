import { LIBRARY, LIMIT } from '../candidates/names.js';
import type { Rounds } from './rounds.js';
import { type Estimate, estimate } from './statistics.js';

/** What is to be reached: by the ratio to the limit, or by the value itself. */
export interface Goal {
  readonly of: 'ratio' | 'value';
  readonly atMost: number;
}

/** One line of the table, measured. */
export interface Measure {
  readonly title: string;
  readonly unit: string;
  readonly rounds: Rounds;
  /** To what the ratios are. Default: the limit. */
  readonly base?: string;
  /** What the base took beside each candidate, where it is measured in the same process. */
  readonly beside?: Rounds;
  /** Default: this library's. */
  readonly of?: string;
  readonly goal?: Goal;
}

/** A figure, as it is written to JSON. */
export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** To the base, of values of the same round; `null` where there is none. */
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly measure: string;
  readonly candidate: string;
  readonly base: string;
  readonly rounds: number;
  readonly valueLow: number;
  readonly valueHigh: number;
  readonly goal?: Goal & { readonly met: boolean };
}

/** The figures of all candidates. A goal is met when its interval's lower end is at or below it. */
export function resultsOf({ title, unit, rounds, base = LIMIT, beside, of = LIBRARY, goal }: Measure): Result[] {
  return [...rounds].map(([candidate, values]) => {
    const basis = (beside ?? rounds).get(beside === undefined ? base : candidate);
    const value = estimate(values);
    const ratio = basis && estimate(values.map((each, round) => each / (basis[round] ?? Number.NaN)));
    return {
      name: `${title}: ${candidate}`,
      value: value.median,
      unit,
      ratio: ratio?.median ?? null,
      low: ratio?.low ?? null,
      high: ratio?.high ?? null,
      measure: title,
      candidate,
      base,
      rounds: values.length,
      valueLow: value.low,
      valueHigh: value.high,
      ...(goal && candidate === of && { goal: { ...goal, met: isMet(goal, value, ratio) } }),
    };
  });
}

function isMet({ of, atMost }: Goal, value: Estimate, ratio: Estimate | undefined): boolean {
  return (of === 'value' ? value.low : (ratio?.low ?? Number.POSITIVE_INFINITY)) <= atMost;
}
