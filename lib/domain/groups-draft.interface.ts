import type { CodeGroup } from './code-group.js';
import type { CommonCode } from './common-code.interface.js';
import type { VersionedMap } from './versioned-map.js';

/** The groups of one version, by name. */
export type GroupsByName<A> = ReadonlyMap<string, CodeGroup<A>>;

/** What a draft came to. */
export interface FinishedDraft<A> {
  readonly groups: VersionedMap<CodeGroup<A>>;
  /** The groups that are not as they were; if it is empty, nothing changed. */
  readonly changed: ReadonlySet<string>;
  /** By how many codes there are more. */
  readonly growth: number;
  /** Whether a group has come or gone. */
  readonly regrouped: boolean;
}

/** The groups of the next version, built aside (I1). What is equal to what readers hold goes on being the same object. */
export interface GroupsDraft<A> {
  get(group: string, code: string): CommonCode<A> | undefined;
  /** @returns what stood there before. */
  replace(code: CommonCode<A>): CommonCode<A> | undefined;
  /** @returns what stood there before. */
  delete(group: string, code: string): CommonCode<A> | undefined;
  /** @yields between groups, so that a long one can be built in slices. */
  finish(): Generator<void, FinishedDraft<A>>;
}
