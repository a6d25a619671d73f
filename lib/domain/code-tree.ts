import type { CommonCode, CommonCodeNode } from './common-code.interface.js';

/** A forest, and the codes at which a cycle had to be cut to get it. */
export interface CodeTree<A> {
  readonly roots: readonly CommonCodeNode<A>[];
  readonly cutAt: readonly string[];
}

const LEAF: readonly never[] = Object.freeze([]);

/**
 * Hangs codes under their parents, keeping their order. A code whose parent is not among them is a root.
 * In a cycle nobody is a root: the first of those in it, in order, becomes one, which cuts the cycle there.
 */
export function buildCodeTree<A>(codes: readonly CommonCode<A>[]): CodeTree<A> {
  const byParent = groupByParent(codes);
  const present = new Map(codes.map((code, index) => [code.code, { code, index }]));
  const placed = new Set<string>();

  function place(code: CommonCode<A>): CommonCodeNode<A> {
    const root = open(code);
    const waiting = [root];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const children = (byParent.get(node.code) ?? []).filter((child) => !placed.has(child.code)).map(open);
      node.children = children.length === 0 ? LEAF : Object.freeze(children);
      for (const child of children) waiting.push(child);
      Object.freeze(node);
    }
    return root;
  }
  function open(code: CommonCode<A>): Open<A> {
    placed.add(code.code);
    return { ...code, children: LEAF };
  }

  /** The cycle that one comes to by going from parent to parent. */
  function cycleAbove(code: CommonCode<A>): Place<A>[] {
    const path = new Map<string, Place<A>>();
    let at = present.get(code.code);
    for (; at !== undefined && !path.has(at.code.code); at = present.get(at.code.parent ?? ''))
      path.set(at.code.code, at);
    const passed = [...path.keys()];
    return [...path.values()].slice(passed.indexOf(at?.code.code ?? ''));
  }

  const roots = codes.filter(({ parent }) => parent === null || !present.has(parent)).map(place);
  const cutAt: string[] = [];
  for (const code of codes) {
    if (placed.has(code.code)) continue; // else it stands in a cycle, or under one
    const first = cycleAbove(code).reduce((a, b) => (a.index < b.index ? a : b)).code;
    cutAt.push(first.code);
    roots.push(place(first));
  }
  return { roots: Object.freeze(roots), cutAt };
}

/** The codes under each parent, in order. */
export function groupByParent<A>(codes: readonly CommonCode<A>[]): ReadonlyMap<string, readonly CommonCode<A>[]> {
  const byParent = new Map<string, CommonCode<A>[]>();
  for (const code of codes) {
    if (code.parent === null) continue;
    const siblings = byParent.get(code.parent);
    if (siblings === undefined) byParent.set(code.parent, [code]);
    else siblings.push(code);
  }
  for (const siblings of byParent.values()) Object.freeze(siblings);
  return byParent;
}

interface Place<A> {
  readonly code: CommonCode<A>;
  readonly index: number;
}

/** A node while it is being built: the stack instead of recursion, since a chain can be as long as the group. */
type Open<A> = Omit<CommonCodeNode<A>, 'children'> & { children: readonly CommonCodeNode<A>[] };
