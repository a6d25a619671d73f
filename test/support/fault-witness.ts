import type { CommonCodeSnapshot } from 'nestjs-common-code';
import type { TableHistory } from './fault-history.js';
import { digestOf, linesOf } from './fault-view.js';

/** A reader of all that a cache emits: holds each version against those that the table really had (I1, I2). */
export class Witness {
  readonly problems: string[] = [];
  /** How many emissions were held against the table. */
  checked = 0;
  /** The place in the history of the newest version that was seen. */
  reached: number;
  private version = 0;

  /**
   * @param from not before this place: what another reader of the same store had seen when it closed.
   * @param concerns which lines are held against the history. Default: all.
   */
  constructor(
    private readonly history: TableHistory,
    from = 0,
    private readonly concerns: (line: string) => boolean = () => true,
  ) {
    this.reached = from;
  }

  readonly see = (snapshot: CommonCodeSnapshot<Record<string, unknown>>): void => {
    this.checked += 1;
    if (this.version > 0 && snapshot.version !== this.version + 1) {
      this.problems.push(`I2: version ${snapshot.version} came after version ${this.version}`);
    }
    this.version = snapshot.version;
    const lines = linesOf(snapshot).filter(this.concerns);
    const digest = digestOf(lines);
    const at = this.history.find(digest, this.reached);
    if (at >= 0) this.reached = at;
    else if (this.history.find(digest) < 0) {
      this.problems.push(`I1: a version that never was in the table: ${this.history.explain(lines)}`);
    } else this.problems.push(`I2: back from version ${this.reached} to version ${this.history.find(digest)}`);
  };
}
