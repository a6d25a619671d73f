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

/** The codes in order, made from an ordered list of which only these codes have changed, come or gone. */
export function reorder<A>(
  ordered: readonly CommonCode<A>[],
  changed: ReadonlySet<string>,
  codes: ReadonlyMap<string, CommonCode<A>>,
): CommonCode<A>[] {
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
