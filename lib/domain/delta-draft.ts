import { sameCode } from './code-equality.js';
import { CodeGroup } from './code-group.js';
import type { CommonCode } from './common-code.interface.js';
import type { FinishedDraft, GroupsDraft } from './groups-draft.interface.js';
import type { VersionedMap } from './versioned-map.js';

/** The next version as what changes against the current one: it costs what it changes (I8). */
export class DeltaDraft<A> implements GroupsDraft<A> {
  /** Group, code, and what it becomes: `undefined` if it goes. */
  private readonly changes = new Map<string, Map<string, CommonCode<A> | undefined>>();

  constructor(private readonly current: VersionedMap<CodeGroup<A>>) {}

  get(group: string, code: string): CommonCode<A> | undefined {
    const changes = this.changes.get(group);
    return changes?.has(code) ? changes.get(code) : this.held(group, code);
  }

  set(code: CommonCode<A>): void {
    const held = this.held(code.group, code.code);
    if (held === undefined || !sameCode(held, code)) this.open(code.group).set(code.code, code);
    else this.changes.get(code.group)?.delete(code.code); // as it was
  }

  delete(group: string, code: string): void {
    if (this.held(group, code) !== undefined) this.open(group).set(code, undefined);
    else this.changes.get(group)?.delete(code);
  }

  *finish(): Generator<void, FinishedDraft<A>> {
    const groups = new Map<string, CodeGroup<A> | undefined>();
    let growth = 0;
    let regrouped = false;
    for (const [name, changes] of this.changes) {
      if (changes.size === 0) continue;
      const before = this.current.entries.get(name);
      const size = before?.codes.size ?? 0;
      const after = before === undefined ? new CodeGroup(present(changes)) : before.with(changes);
      growth += after.codes.size - size;
      regrouped ||= size === 0 || after.codes.size === 0;
      groups.set(name, after.codes.size > 0 ? after : undefined);
      yield;
    }
    const changed = new Set(groups.keys());
    const next = changed.size > 0 ? this.current.with(groups) : this.current;
    return { groups: next, changed, growth, regrouped };
  }

  private held(group: string, code: string): CommonCode<A> | undefined {
    return this.current.entries.get(group)?.codes.get(code);
  }

  private open(group: string): Map<string, CommonCode<A> | undefined> {
    const changes = this.changes.get(group) ?? new Map<string, CommonCode<A> | undefined>();
    this.changes.set(group, changes);
    return changes;
  }
}

function present<A>(changes: ReadonlyMap<string, CommonCode<A> | undefined>): Map<string, CommonCode<A>> {
  const codes = new Map<string, CommonCode<A>>();
  for (const [key, code] of changes) if (code !== undefined) codes.set(key, code);
  return codes;
}
