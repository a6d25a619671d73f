import type { CommonCodeSnapshot } from 'nestjs-common-code';
import { type FuzzRow, shownOf } from './fuzz-tables.js';

/** What a table has been, state by state, as readers are to see it. */
export class FuzzHistory {
  /** When it was in each state: the same one can come again. */
  private readonly states = new Map<string, number[]>();
  private latest = '';
  private now = 0;

  remember(rows: Iterable<FuzzRow>): void {
    this.latest = digest([...rows].flatMap(({ shown }) => shown ?? []).sort());
    this.states.set(this.latest, [...(this.states.get(this.latest) ?? []), this.now]);
    this.now += 1;
  }

  /** Whether a version is what the table is now. */
  isLatest(snapshot: CommonCodeSnapshot): boolean {
    return digest(shownOf(snapshot)) === this.latest;
  }

  /** @returns when the table was as the version is, the earliest first. */
  timesOf(snapshot: CommonCodeSnapshot): readonly number[] {
    return this.states.get(digest(shownOf(snapshot))) ?? [];
  }

  /** In what a version differs from the state of the table that is most like it. */
  difference(snapshot: CommonCodeSnapshot): string {
    const shown = shownOf(snapshot);
    let least: string[] | undefined;
    for (const state of this.states.keys()) {
      const rows = state === '' ? [] : state.split('\n');
      const lacks = rows.filter((row) => !shown.includes(row)).map((row) => `lacks ${row}`);
      const differences = lacks.concat(shown.filter((row) => !rows.includes(row)).map((row) => `has ${row}`));
      if (least === undefined || differences.length < least.length) least = differences;
    }
    return (least ?? []).slice(0, 4).join('; ');
  }
}

function digest(shown: readonly string[]): string {
  return shown.join('\n');
}
