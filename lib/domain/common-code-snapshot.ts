import type { CodeGroup } from './code-group.js';
import type { CommonCode, CommonCodeNode } from './common-code.interface.js';
import { CommonCodeNotFoundError } from './common-code-not-found.error.js';
import type { CommonCodeReads } from './common-code-reads.interface.js';
import type { FinishedDraft, GroupsByName } from './groups-draft.interface.js';
import { VersionedMap } from './versioned-map.js';

const NOTHING: readonly never[] = Object.freeze([]);
const NO_LABELS: ReadonlyMap<string, string> = new Map();

/**
 * One version of the whole table: immutable, so that several reads of it agree. It equals the shape at the end of some
 * transaction of its log (I1).
 *
 * @publicApi
 */
export class CommonCodeSnapshot<A = Record<string, unknown>> implements CommonCodeReads<A> {
  private names: readonly string[] | undefined;

  /** @internal */
  constructor(
    /** Grows by one with each version of this process (I2). Not comparable between processes; `status.position` is. */
    readonly version: number,
    /** How many codes there are, in all groups. */
    readonly size: number,
    /** @internal */
    readonly groupsByName: VersionedMap<CodeGroup<A>>,
    private readonly onCycle: (group: string, cutAt: readonly string[]) => void,
    names?: readonly string[],
  ) {
    this.names = names;
  }

  /** @internal The version before the first. */
  static none<A>(onCycle: (group: string, cutAt: readonly string[]) => void): CommonCodeSnapshot<A> {
    return new CommonCodeSnapshot<A>(0, 0, new VersionedMap(new Map()), onCycle);
  }

  /** @internal */
  get byName(): GroupsByName<A> {
    return this.groupsByName.entries;
  }

  /** @internal The version after this one. */
  followedBy({ groups, growth, regrouped }: FinishedDraft<A>): CommonCodeSnapshot<A> {
    const names = regrouped ? undefined : this.names;
    return new CommonCodeSnapshot(this.version + 1, this.size + growth, groups, this.onCycle, names);
  }

  get(group: string, code: string): CommonCode<A> | undefined {
    return this.byName.get(group)?.codes.get(code);
  }

  getOrThrow(group: string, code: string): CommonCode<A> {
    const found = this.byName.get(group)?.codes.get(code);
    if (found === undefined) throw new CommonCodeNotFoundError(group, code, this.byName.has(group));
    return found;
  }

  has(group: string, code: string): boolean {
    return this.byName.get(group)?.codes.has(code) ?? false;
  }

  accepts(group: string, code: string): boolean {
    return this.byName.get(group)?.codes.get(code)?.active ?? false;
  }

  label(group: string, code: string): string | undefined {
    return this.byName.get(group)?.codes.get(code)?.label;
  }

  labels(group: string): ReadonlyMap<string, string> {
    return this.byName.get(group)?.labels ?? NO_LABELS;
  }

  findByLabel(group: string, label: string): readonly CommonCode<A>[] {
    return this.byName.get(group)?.findByLabel(label) ?? NOTHING;
  }

  list(group: string): readonly CommonCode<A>[] {
    return this.byName.get(group)?.list ?? NOTHING;
  }

  listAll(group: string): readonly CommonCode<A>[] {
    return this.byName.get(group)?.listAll ?? NOTHING;
  }

  groups(): readonly string[] {
    this.names ??= Object.freeze([...this.byName.keys()].sort());
    return this.names;
  }

  tree(group: string): readonly CommonCodeNode<A>[] {
    return this.byName.get(group)?.tree((cutAt) => this.onCycle(group, cutAt)) ?? NOTHING;
  }

  children(group: string, code: string): readonly CommonCode<A>[] {
    return this.byName.get(group)?.children(code) ?? NOTHING;
  }
}
