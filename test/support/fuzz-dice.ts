import { seeded } from './replica-harness.js';

/** Chance that a seed decides, so that what it finds can be played again. */
export class Dice {
  readonly next: () => number;

  constructor(readonly seed: number) {
    this.next = seeded(seed);
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('nothing to pick from');
    return items[this.below(items.length)] as T;
  }

  /** One of the names, by their weights. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries<number>(weights);
    let at = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      at -= weight;
      if (at < 0) return name as T;
    }
    return entries.at(-1)?.[0] as T;
  }

  /** Mostly small, now and then up to `most`. */
  size(most: number): number {
    return 1 + Math.floor(this.next() ** 4 * most);
  }
}
