import { CodeGroup } from './code-group.js';
import type { CommonCode } from './common-code.interface.js';
import type { CommonCodeSnapshot } from './common-code-snapshot.js';
import { VersionedMap } from './versioned-map.js';

/**
 * What one version changed against the one before.
 * @publicApi
 */
export interface CommonCodeChanges<A = Record<string, unknown>> {
  readonly version: number;
  readonly added: readonly CommonCode<A>[];
  readonly updated: readonly { readonly before: CommonCode<A>; readonly after: CommonCode<A> }[];
  readonly removed: readonly CommonCode<A>[];
}

/** Compares two versions. Groups and codes that they share are one object, so the cost follows the change. */
export function diffSnapshots<A>(
  before: CommonCodeSnapshot<A> | undefined,
  after: CommonCodeSnapshot<A>,
): CommonCodeChanges<A> {
  const changes = {
    version: after.version,
    added: [] as CommonCode<A>[],
    updated: [] as { before: CommonCode<A>; after: CommonCode<A> }[],
    removed: [] as CommonCode<A>[],
  };
  const collect = (was: CommonCode<A> | undefined, is: CommonCode<A> | undefined) => {
    if (was === undefined) is !== undefined && changes.added.push(is);
    else if (is === undefined) changes.removed.push(was);
    else changes.updated.push({ before: was, after: is });
  };
  const groups = (before?.groupsByName ?? new VersionedMap<CodeGroup<A>>(new Map())).differencesTo(after.groupsByName);
  for (const [old = new CodeGroup<A>(new Map()), now = new CodeGroup<A>(new Map())] of groups) {
    for (const [was, is] of old.differencesTo(now)) collect(was, is);
  }
  return changes;
}
