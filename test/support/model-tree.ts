import type { CommonCode } from 'nestjs-common-code';

/** A forest, plainly: names only. */
export interface ModelNode {
  readonly code: string;
  readonly children: readonly ModelNode[];
}

/** What `tree` is to give for active codes in order, and at which of them cycles are cut. */
export function treeOf(active: readonly CommonCode<unknown>[]): {
  readonly orderly: readonly ModelNode[];
  /** One for each cycle: its first code, in order. */
  readonly cut: readonly ModelNode[];
} {
  const find = (code: string | null) => active.find((other) => other.code === code);
  const cut = active.filter((code) => active.find(sameCycleAs(code)) === code);

  function cycleOf(start: CommonCode<unknown>): string | undefined {
    const passed: string[] = [];
    for (let at = find(start.parent); at !== undefined && !passed.includes(at.code); at = find(at.parent)) {
      passed.push(at.code);
    }
    return passed.includes(start.code) ? [...passed].sort().join('\0') : undefined;
  }
  function sameCycleAs(code: CommonCode<unknown>) {
    const cycle = cycleOf(code);
    return (other: CommonCode<unknown>) => cycle !== undefined && cycleOf(other) === cycle;
  }
  function node({ code }: CommonCode<unknown>): ModelNode {
    return { code, children: active.filter((child) => child.parent === code && !cut.includes(child)).map(node) };
  }

  const orderly = active.filter(({ parent }) => find(parent) === undefined);
  return { orderly: orderly.map(node), cut: cut.map(node) };
}
