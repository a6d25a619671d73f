import type { CommonCode } from './common-code.interface.js';
import type { CommonCodeSnapshot } from './common-code-snapshot.js';

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
  for (const [name, group] of after.byName) {
    const old = before?.byName.get(name);
    if (old === group) continue;
    for (const [key, code] of group.codes) {
      const was = old?.codes.get(key);
      if (was === undefined) changes.added.push(code);
      else if (was !== code) changes.updated.push({ before: was, after: code });
    }
  }
  for (const [name, old] of before?.byName ?? []) {
    const now = after.byName.get(name);
    if (now === old) continue;
    for (const [key, code] of old.codes) if (!now?.codes.has(key)) changes.removed.push(code);
  }
  return changes;
}
