/** What was measured of each candidate, round by round: the values of one round stand at the same place. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

/**
 * Measures all candidates in turn, round by round, so that what disturbs the machine disturbs all alike. Every other round
 * goes backwards, so that nobody always comes after the same.
 */
export async function interleave<T>(
  candidates: readonly string[],
  rounds: number,
  measure: (candidate: string, round: number) => Promise<T>,
): Promise<ReadonlyMap<string, readonly T[]>> {
  const measured = new Map<string, T[]>(candidates.map((candidate) => [candidate, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? candidates : candidates.toReversed();
    for (const candidate of order) measured.get(candidate)?.push(await measure(candidate, round));
  }
  return measured;
}

/** One figure of those that were measured together. */
export function pick<T, F = number>(
  measured: ReadonlyMap<string, readonly T[]>,
  figure: (measured: T) => F,
): ReadonlyMap<string, readonly F[]> {
  return new Map([...measured].map(([candidate, values]) => [candidate, values.map(figure)]));
}
