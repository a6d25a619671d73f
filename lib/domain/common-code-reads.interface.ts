import type { CommonCode, CommonCodeNode } from './common-code.interface.js';

/**
 * The lookups that `CommonCodeCache` (always the newest version) and `CommonCodeSnapshot` (one fixed version) share.
 * All are synchronous and do no I/O; an unknown group is an empty one.
 *
 * @publicApi
 */
export interface CommonCodeReads<A = Record<string, unknown>> {
  /** The code, active or not (old records still need their label), or `undefined`. */
  get(group: string, code: string): CommonCode<A> | undefined;
  /**
   * The code, active or not.
   * @throws CommonCodeNotFoundError if there is none.
   */
  getOrThrow(group: string, code: string): CommonCode<A>;
  /** Whether the code is present, active or not (as `Map.has`). */
  has(group: string, code: string): boolean;
  /** Whether the code is a choice that a user may make now: present and active. */
  accepts(group: string, code: string): boolean;
  /** The code's label, active or not, or `undefined`. */
  label(group: string, code: string): string | undefined;
  /** Code to label, all codes of the group, for decorating many rows. The same map until the group changes. */
  labels(group: string): ReadonlyMap<string, string>;
  /** The codes that carry this label, in order. Labels are not unique. */
  findByLabel(group: string, label: string): readonly CommonCode<A>[];
  /** What a dropdown shows: the active codes, in order. The same array until the group changes. */
  list(group: string): readonly CommonCode<A>[];
  /** All codes of the group, in order: by sort order (nulls last), then by code. The same array until the group changes. */
  listAll(group: string): readonly CommonCode<A>[];
  /** The names of all groups that have a code, sorted. */
  groups(): readonly string[];
  /** The active codes as a forest. An orphan is a root; a cycle is cut where it would close, and reported. */
  tree(group: string): readonly CommonCodeNode<A>[];
  /** The active codes directly under this one, in order. */
  children(group: string, code: string): readonly CommonCode<A>[];
}
