import { sameCode } from './code-equality.js';
import { CodeGroup } from './code-group.js';
import type { CommonCode } from './common-code.interface.js';
import type { GroupsByName } from './common-code-snapshot.js';

/**
 * The groups of the next version, built aside (I1): over those of the current one, or from nothing for a reset.
 * Only the groups that are written to are copied (I8).
 */
export class GroupsDraft<A> {
  private readonly written = new Map<string, Map<string, CommonCode<A>>>();

  /**
   * @param base what the draft starts from: `current`, or nothing.
   * @param current the version that readers hold. What is equal to it goes on being the same object.
   */
  constructor(
    private readonly base: GroupsByName<A>,
    private readonly current: GroupsByName<A>,
  ) {}

  get(group: string, code: string): CommonCode<A> | undefined {
    return (this.written.get(group) ?? this.base.get(group)?.codes)?.get(code);
  }

  set(code: CommonCode<A>): void {
    this.open(code.group).set(code.code, this.shared(code));
  }

  delete(group: string, code: string): void {
    if (this.get(group, code) !== undefined) this.open(group).delete(code);
  }

  /**
   * The groups of the next version. Yields between groups, so that a long one can be built in slices.
   * @returns `changed` names the groups that are not as they were; if it is empty, nothing changed.
   */
  *finish(): Generator<void, { groups: GroupsByName<A>; changed: ReadonlySet<string> }> {
    const changed = new Set<string>();
    const groups = new Map<string, CodeGroup<A>>(this.base);
    for (const [name, codes] of this.written) {
      const before = this.current.get(name);
      if (before !== undefined && sameCodes(before.codes, codes)) groups.set(name, before);
      else if (codes.size > 0) groups.set(name, new CodeGroup(codes));
      else groups.delete(name);
      if (groups.get(name) !== before) changed.add(name);
      yield;
    }
    for (const name of this.current.keys()) if (!groups.has(name)) changed.add(name);
    return { groups, changed };
  }

  /** The object that already stands for this code, if readers hold an equal one. */
  private shared(code: CommonCode<A>): CommonCode<A> {
    const held = this.current.get(code.group)?.codes.get(code.code);
    return held !== undefined && sameCode(held, code) ? held : code;
  }

  private open(group: string): Map<string, CommonCode<A>> {
    let codes = this.written.get(group);
    if (codes === undefined) {
      codes = new Map(this.base.get(group)?.codes);
      this.written.set(group, codes);
    }
    return codes;
  }
}

function sameCodes<A>(a: ReadonlyMap<string, CommonCode<A>>, b: ReadonlyMap<string, CommonCode<A>>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, code] of a) if (b.get(key) !== code) return false;
  return true;
}
