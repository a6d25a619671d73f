/** How many of the values lie in each of so many intervals that are to hold equally many: where a value belongs in [0, 1) says `share`. */
export function histogram(values: readonly number[], bins: number, share: (value: number) => number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(share(value) * bins);
    if (!(bin >= 0 && bin < bins)) throw new Error(`${value} is out of bounds`);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** Pearson's chi-square against equally many in each. */
export function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
