import type { ChildOptions } from '../child/measured-child.js';
import type { Measure } from '../measure/measure.js';
import type { ShapeServer } from '../server/shape-server.js';

/** What a section is run with. */
export interface SectionContext extends ChildOptions {
  readonly rows: number;
  readonly rounds: number;
  readonly server: ShapeServer;
  /** Of these candidates, those that were asked for. */
  only(candidates: readonly string[]): readonly string[];
  /** A candidate that cannot run is left out, and that is said. */
  leaveOut(candidate: string, why: string): void;
}

/** Some lines of the table that belong together. */
export type Section = (context: SectionContext) => Promise<readonly Measure[]>;

/** From so many rows on, the goals for starts, boots and memory hold. */
export const LARGE = 100_000;
