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

/** @returns what the work brings; `undefined` if it cannot be done: then that is said. */
export async function orLeaveOut<T>(
  context: SectionContext,
  candidate: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    context.leaveOut(candidate, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** Some lines of the table that belong together. */
export type Section = (context: SectionContext) => Promise<readonly Measure[]>;

/** From so many rows on, the goals for starts, boots and memory hold. */
export const LARGE = 100_000;
