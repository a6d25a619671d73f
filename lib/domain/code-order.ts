import type { CommonCode } from './common-code.interface.js';

/** By sort order (nulls last), then by code. */
export function inOrder(a: CommonCode<unknown>, b: CommonCode<unknown>): number {
  if (a.sortOrder !== b.sortOrder) {
    if (a.sortOrder === null) return 1;
    if (b.sortOrder === null) return -1;
    return a.sortOrder - b.sortOrder;
  }
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0;
}

/** An order that was known once, and what has been written since, version by version. */
export interface KnownOrder<A> {
  readonly ordered: readonly CommonCode<A>[];
  readonly written: readonly ReadonlyMap<string, unknown>[];
}

/** The codes in order, where most of them stand as they stood. */
export function reorder<A>(
  { ordered, written }: KnownOrder<A>,
  codes: ReadonlyMap<string, CommonCode<A>>,
): CommonCode<A>[] {
  const changed = new Set(written.flatMap((keys) => [...keys.keys()]));
  const moving: CommonCode<A>[] = [];
  for (const key of changed) {
    const code = codes.get(key);
    if (code !== undefined) moving.push(code);
  }
  moving.sort(inOrder);
  const merged: CommonCode<A>[] = [];
  let next = 0;
  for (const code of ordered) {
    if (changed.has(code.code)) continue;
    for (let first = moving[next]; first !== undefined && inOrder(first, code) < 0; first = moving[next]) {
      merged.push(first);
      next += 1;
    }
    merged.push(code);
  }
  for (; next < moving.length; next += 1) merged.push(moving[next] as CommonCode<A>);
  return merged;
}
