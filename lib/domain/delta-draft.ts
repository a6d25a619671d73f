import { sameCode } from './code-equality.js';
import { CodeGroup } from './code-group.js';
import type { CommonCode } from './common-code.interface.js';
import type { FinishedDraft, GroupsDraft } from './groups-draft.interface.js';
import type { Successor, VersionedMap } from './versioned-map.js';

/** A group that the commit writes to. */
class OpenGroup<A> {
  readonly sizeBefore: number;
  readonly codes: Successor<CommonCode<A>, CodeGroup<A>>;

  constructor(readonly before: CodeGroup<A> | undefined) {
    const group = before ?? new CodeGroup<A>(new Map());
    this.sizeBefore = group.codes.size;
    this.codes = group.open();
  }
}

/** The next version, written over the current one: it costs what it changes (I8). */
export class DeltaDraft<A> implements GroupsDraft<A> {
  private readonly opened = new Map<string, OpenGroup<A>>();

  constructor(private readonly current: VersionedMap<CodeGroup<A>>) {}

  get(group: string, code: string): CommonCode<A> | undefined {
    return (this.opened.get(group)?.codes.entries ?? this.current.entries.get(group)?.codes)?.get(code);
  }

  replace(code: CommonCode<A>): CommonCode<A> | undefined {
    const opened = this.opened.get(code.group);
    const before = opened === undefined ? this.current.entries.get(code.group) : undefined;
    const held = (opened?.codes.entries ?? before?.codes)?.get(code.code);
    if (held !== undefined && sameCode(held, code)) return held;
    const original = opened?.codes.undo.get(code.code);
    const { codes } = opened ?? this.open(code.group, before);
    codes.write(code.code, original !== undefined && sameCode(original, code) ? original : code, held);
    return held;
  }

  delete(group: string, code: string): CommonCode<A> | undefined {
    const held = this.get(group, code);
    if (held === undefined) return undefined;
    const { codes } = this.opened.get(group) ?? this.open(group, this.current.entries.get(group));
    codes.write(code, undefined, held);
    return held;
  }

  *finish(): Generator<void, FinishedDraft<A>> {
    const changed = new Set<string>();
    let growth = 0;
    let regrouped = false;
    for (const [name, { before, codes, sizeBefore }] of this.opened) {
      if (codes.isChanged) {
        changed.add(name);
        growth += codes.entries.size - sizeBefore;
        regrouped ||= sizeBefore === 0 || codes.entries.size === 0;
      } else before?.reopen();
      yield;
    }
    return { groups: changed.size > 0 ? this.advance(changed) : this.current, changed, growth, regrouped };
  }

  private advance(changed: ReadonlySet<string>): VersionedMap<CodeGroup<A>> {
    const groups = this.current.open();
    for (const name of changed) {
      const { before, codes } = this.opened.get(name) as OpenGroup<A>;
      groups.write(name, codes.entries.size > 0 ? codes.version : undefined, before);
    }
    return groups.version;
  }

  private open(name: string, group: CodeGroup<A> | undefined): OpenGroup<A> {
    const opened = new OpenGroup(group);
    this.opened.set(name, opened);
    return opened;
  }
}
