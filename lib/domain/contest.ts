/**
 * The rows that claim one code, of which the one with the lowest key has it. Joining costs the same however many there are,
 * and so, on the whole, does leaving: a mapping that gives all rows one code must not bring the process down.
 */
export class Contest {
  private readonly keys: Set<string>;
  private lowest: string;
  /** The others, highest first, some of them gone by now; absent if it is to be made anew. */
  private heirs: string[] | undefined;

  constructor(only: string) {
    this.keys = new Set([only]);
    this.lowest = only;
  }

  get winner(): string {
    return this.lowest;
  }

  get size(): number {
    return this.keys.size;
  }

  add(key: string): void {
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.heirs = undefined;
    if (byKey(key, this.lowest) < 0) this.lowest = key;
  }

  remove(key: string): void {
    this.keys.delete(key);
    if (key !== this.lowest) return;
    this.heirs ??= [...this.keys].sort((a, b) => byKey(b, a));
    for (let heir = this.heirs.pop(); heir !== undefined; heir = this.heirs.pop()) {
      if (!this.keys.has(heir)) continue;
      this.lowest = heir;
      return;
    }
  }
}

/** Shorter first, then by characters: for whole numbers that is the lower number. */
function byKey(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
