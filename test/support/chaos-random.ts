/** Numbers in [0, 1) that a seed decides. */
export type Random = () => number;

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** @returns an item, each as often as it weighs. */
export function weighed<T>(random: Random, items: readonly (readonly [weight: number, item: T])[]): T {
  let left = random() * items.reduce((total, [weight]) => total + weight, 0);
  const chosen = items.find(([weight]) => {
    left -= weight;
    return left < 0;
  });
  return (chosen ?? (items.at(-1) as readonly [number, T]))[1];
}

/** @returns a whole number from `from` to `to`, both of them included. */
export function whole(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}
