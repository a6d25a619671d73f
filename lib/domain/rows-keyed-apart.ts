import type { CodeRows } from './code-rows.interface.js';
import type { CommonCode } from './common-code.interface.js';
import type { GroupsDraft } from './groups-draft.js';
import type { RejectedRow } from './rejected-row.interface.js';
import { Rejections } from './rejections.js';
import type { RowChange } from './row-change.interface.js';
import { describeKey } from './row-mapper.js';

/**
 * Rows of a table whose primary key is not (group, code), so that two rows can claim the same code. The row with the
 * lower key has it, whatever the order of arrival; the others are rejected until it goes away (I10).
 */
export class RowsKeyedApart<A> implements CodeRows<A> {
  private readonly rejections: Rejections;
  private readonly rows = new Map<string, CommonCode<A> | undefined>();
  /** Group, code, and the keys of the rows that claim it, lowest first; almost always one, which then stands for itself. */
  private readonly claims = new Map<string, Map<string, string | string[]>>();

  constructor(private readonly keyColumns: readonly string[]) {
    this.rejections = new Rejections(keyColumns);
  }

  get rejected(): ReadonlyMap<string, RejectedRow> {
    return this.rejections.byKey;
  }

  takeNewlyRejected(): readonly RejectedRow[] {
    return this.rejections.takeFresh();
  }

  apply(change: RowChange<A>, draft: GroupsDraft<A>): boolean {
    const key = change.key as string;
    const known = this.rows.has(key);
    const held = this.rows.get(key);
    const moved = held !== undefined && (held.group !== change.code?.group || held.code !== change.code.code);

    if (this.rejected.size > 0) this.rejections.byKey.delete(key);
    if (change.operation === 'delete') this.rows.delete(key);
    else this.rows.set(key, change.code);
    if (moved) this.release(key, held, draft);
    if (change.code !== undefined) this.claim(key, change.code, draft);
    if (change.rejection !== undefined) this.rejections.add(key, key, change.rejection);
    return change.operation !== 'insert' && !known;
  }

  private claim(key: string, code: CommonCode<A>, draft: GroupsDraft<A>): void {
    const codes = this.claims.get(code.group) ?? new Map<string, string | string[]>();
    this.claims.set(code.group, codes);
    const claim = codes.get(code.code);
    if (claim === undefined || claim === key) codes.set(code.code, key);
    else {
      const claimants = [...new Set([claim, key].flat())].sort(byKey);
      codes.set(code.code, claimants);
      this.settle(claimants, code, draft);
      return;
    }
    this.enter(key, code, draft);
  }

  private release(key: string, code: CommonCode<A>, draft: GroupsDraft<A>): void {
    const codes = this.claims.get(code.group);
    const claimants = [codes?.get(code.code) ?? []].flat().filter((claimant) => claimant !== key);
    const [only] = claimants;
    if (only === undefined) {
      codes?.delete(code.code);
      if (codes?.size === 0) this.claims.delete(code.group);
      draft.delete(code.group, code.code);
      return;
    }
    codes?.set(code.code, claimants.length === 1 ? only : claimants);
    this.settle(claimants, code, draft);
  }

  /** Gives the code to the first of those that claim it. */
  private settle([winner, ...others]: readonly string[], { group, code }: CommonCode<A>, draft: GroupsDraft<A>): void {
    const winning = winner === undefined ? undefined : this.rows.get(winner);
    if (winner === undefined || winning === undefined) return;
    this.rejections.byKey.delete(winner);
    this.enter(winner, winning, draft);
    const has = JSON.stringify(describeKey(winner, this.keyColumns));
    const reason = `duplicate of group ${JSON.stringify(group)}, code ${JSON.stringify(code)}: row ${has} has it`;
    for (const other of others) {
      if (this.rejected.get(other)?.reason !== reason) this.rejections.add(other, other, reason);
    }
  }

  private enter(key: string, code: CommonCode<A>, draft: GroupsDraft<A>): void {
    draft.set(code);
    this.rows.set(key, draft.get(code.group, code.code));
  }
}

/** Shorter first, then by characters: for whole numbers that is the lower number. */
function byKey(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
