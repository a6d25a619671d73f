import { sameCode } from './code-equality.js';
import { CodeGroup } from './code-group.js';
import type { CommonCode } from './common-code.interface.js';
import type { FinishedDraft, GroupsByName, GroupsDraft } from './groups-draft.interface.js';
import { VersionedMap } from './versioned-map.js';

/** The next version from all its rows: what is not written is gone. */
export class ResetDraft<A> implements GroupsDraft<A> {
  private readonly groups = new Map<string, Map<string, CommonCode<A>>>();

  /** @param current the version that readers hold; empty if there is none. */
  constructor(private readonly current: GroupsByName<A>) {}

  get(group: string, code: string): CommonCode<A> | undefined {
    return this.groups.get(group)?.get(code);
  }

  replace(code: CommonCode<A>): CommonCode<A> | undefined {
    let codes = this.groups.get(code.group);
    if (codes === undefined) {
      codes = new Map();
      this.groups.set(code.group, codes);
    }
    const before = codes.get(code.code);
    const held = this.current.get(code.group)?.codes.get(code.code);
    codes.set(code.code, held !== undefined && sameCode(held, code) ? held : code);
    return before;
  }

  delete(group: string, code: string): CommonCode<A> | undefined {
    const before = this.get(group, code);
    this.groups.get(group)?.delete(code);
    return before;
  }

  *finish(): Generator<void, FinishedDraft<A>> {
    const groups = new Map<string, CodeGroup<A>>();
    const changed = new Set<string>();
    let growth = 0;
    for (const [name, codes] of this.groups) {
      if (codes.size === 0) continue;
      growth += codes.size;
      const before = this.current.get(name);
      const isSame = before !== undefined && sameCodes(before.codes, codes);
      groups.set(name, isSame ? before : new CodeGroup(codes));
      if (!isSame) changed.add(name);
      yield;
    }
    for (const [name, before] of this.current) {
      growth -= before.codes.size;
      if (!groups.has(name)) changed.add(name);
    }
    return { groups: new VersionedMap(groups), changed, growth, regrouped: true };
  }
}

function sameCodes<A>(a: ReadonlyMap<string, CommonCode<A>>, b: ReadonlyMap<string, CommonCode<A>>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, code] of a) if (b.get(key) !== code) return false;
  return true;
}
