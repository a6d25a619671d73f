import { buildCodeTree, groupByParent } from './code-tree.js';
import type { CommonCode, CommonCodeNode } from './common-code.interface.js';

const NOTHING: readonly never[] = Object.freeze([]);

/**
 * One group in one version. Immutable; a commit that does not touch the group goes on with the same object (I8).
 * What is derived from the codes is made at the first use and then kept, so that an unused view costs nothing.
 */
export class CodeGroup<A> {
  private ordered?: readonly CommonCode<A>[];
  private choices?: readonly CommonCode<A>[];
  private labelByCode?: ReadonlyMap<string, string>;
  private codesByLabel?: ReadonlyMap<string, readonly CommonCode<A>[]>;
  private codesByParent?: ReadonlyMap<string, readonly CommonCode<A>[]>;
  private roots?: readonly CommonCodeNode<A>[];

  constructor(readonly codes: ReadonlyMap<string, CommonCode<A>>) {}

  /** All codes: by sort order (nulls last), then by code. */
  get listAll(): readonly CommonCode<A>[] {
    this.ordered ??= Object.freeze([...this.codes.values()].sort(inOrder));
    return this.ordered;
  }

  /** The active codes, in the same order. */
  get list(): readonly CommonCode<A>[] {
    if (this.choices === undefined) {
      const active = this.listAll.filter((code) => code.active);
      this.choices = active.length === this.listAll.length ? this.listAll : Object.freeze(active);
    }
    return this.choices;
  }

  get labels(): ReadonlyMap<string, string> {
    this.labelByCode ??= new Map(this.listAll.map(({ code, label }) => [code, label]));
    return this.labelByCode;
  }

  /** @param onCycle told once, where cycles had to be cut. */
  tree(onCycle: (cutAt: readonly string[]) => void): readonly CommonCodeNode<A>[] {
    if (this.roots === undefined) {
      const { roots, cutAt } = buildCodeTree(this.list);
      this.roots = roots;
      if (cutAt.length > 0) onCycle(cutAt);
    }
    return this.roots;
  }

  findByLabel(label: string): readonly CommonCode<A>[] {
    if (this.codesByLabel === undefined) {
      const byLabel = new Map<string, CommonCode<A>[]>();
      for (const code of this.listAll) {
        const same = byLabel.get(code.label);
        if (same === undefined) byLabel.set(code.label, [code]);
        else same.push(code);
      }
      for (const codes of byLabel.values()) Object.freeze(codes);
      this.codesByLabel = byLabel;
    }
    return this.codesByLabel.get(label) ?? NOTHING;
  }

  children(code: string): readonly CommonCode<A>[] {
    this.codesByParent ??= groupByParent(this.list);
    return this.codesByParent.get(code) ?? NOTHING;
  }
}

function inOrder(a: CommonCode<unknown>, b: CommonCode<unknown>): number {
  if (a.sortOrder !== b.sortOrder) {
    if (a.sortOrder === null) return 1;
    if (b.sortOrder === null) return -1;
    return a.sortOrder - b.sortOrder;
  }
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0;
}
