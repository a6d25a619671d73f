import { digestOf, type TableView } from './fault-view.js';

/** How many versions are kept as text, to say what is different. */
const TEXTS = 40;

/** Each version that a table has had, in order. */
export class TableHistory {
  private readonly digests: string[] = [];
  private readonly places = new Map<string, number[]>();
  private readonly texts = new Map<number, readonly string[]>();
  private newest: TableView = { lines: [], rejected: 0 };

  /** A version that the table has from now on, or is about to have. */
  add(view: TableView): void {
    const digest = digestOf(view.lines);
    this.newest = view;
    if (digest === this.digests.at(-1)) return;
    const at = this.digests.push(digest) - 1;
    this.places.set(digest, [...(this.places.get(digest) ?? []), at]);
    this.texts.set(at, view.lines);
    this.texts.delete(at - TEXTS);
  }

  get current(): TableView {
    return this.newest;
  }

  get length(): number {
    return this.digests.length;
  }

  /** The first place, not before `from`, at which the table was just so; -1 if it never was. */
  find(digest: string, from = 0): number {
    return (this.places.get(digest) ?? []).find((at) => at >= from) ?? -1;
  }

  /** What is different between what was seen and the version that comes nearest to it. */
  explain(seen: readonly string[]): string {
    const set = new Set(seen);
    let best = { at: -1, differences: [] as string[] };
    for (const [at, lines] of this.texts) {
      const theirs = new Set(lines);
      const differences = [
        ...lines.filter((line) => !set.has(line)).map((line) => `missing ${line}`),
        ...seen.filter((line) => !theirs.has(line)).map((line) => `never there ${line}`),
      ];
      if (best.at < 0 || differences.length <= best.differences.length) best = { at, differences };
    }
    const shown = best.differences.slice(0, 6).join('; ');
    return `${seen.length} codes; nearest is version ${best.at} of ${this.length}, with ${best.differences.length} differences: ${shown}`;
  }
}
