import { sameCode } from './code-equality.js';
import type { CodeRows } from './code-rows.interface.js';
import type { CommonCode } from './common-code.interface.js';
import { Contest } from './contest.js';
import type { GroupsDraft } from './groups-draft.interface.js';
import { Rejections } from './rejections.js';
import type { RowChange } from './row-change.interface.js';

/**
 * Rows of a table whose primary key is not (group, code), so that two rows can claim the same code. The row with the
 * lower key has it, whatever the order of arrival; the others are rejected until it goes away (I10).
 */
export class RowsKeyedApart<A> implements CodeRows<A> {
  readonly rejections: Rejections;
  private readonly rows = new Map<string, CommonCode<A> | undefined>();
  /** Group, code, and the key of the row that claims it; or, where there are several, what they make out among them. */
  private readonly claims = new Map<string, Map<string, string | Contest>>();

  constructor(keyColumns: readonly string[]) {
    this.rejections = new Rejections(keyColumns);
  }

  apply(change: RowChange<A>, draft: GroupsDraft<A>): boolean {
    const key = change.key as string;
    const known = this.rows.has(key);
    const held = this.rows.get(key);
    const moved = held !== undefined && (held.group !== change.code?.group || held.code !== change.code.code);

    this.rejections.remove(key);
    if (change.operation === 'delete') this.rows.delete(key);
    else this.rows.set(key, change.code);
    if (moved) this.release(key, held, draft);
    if (change.code !== undefined) this.claim(key, change.code, draft);
    if (change.rejection !== undefined) this.rejections.add(key, key, change.rejection);
    return change.operation !== 'insert' && !known;
  }

  holds({ key, code, rejection }: RowChange<A>): boolean {
    const held = this.rows.get(key as string);
    if (code === undefined) return held === undefined && this.rejections.has(key as string, rejection ?? '');
    return held !== undefined && sameCode(held, code);
  }

  keys(): Iterable<string> {
    return this.rows.keys();
  }

  private claim(key: string, code: CommonCode<A>, draft: GroupsDraft<A>): void {
    const codes = this.claims.get(code.group) ?? new Map<string, string | Contest>();
    this.claims.set(code.group, codes);
    const claim = codes.get(code.code);
    if (claim === undefined || claim === key) {
      codes.set(code.code, key);
      this.enter(key, code, draft);
      return;
    }
    const contest = typeof claim === 'string' ? new Contest(claim) : claim;
    codes.set(code.code, contest);
    const before = contest.winner;
    contest.add(key);
    if (contest.winner === key) this.enter(key, code, draft);
    for (const loser of new Set([before, key])) if (loser !== contest.winner) this.reject(loser, code);
  }

  private release(key: string, code: CommonCode<A>, draft: GroupsDraft<A>): void {
    const codes = this.claims.get(code.group);
    const claim = codes?.get(code.code);
    if (claim instanceof Contest) {
      const before = claim.winner;
      claim.remove(key);
      if (claim.size === 1) codes?.set(code.code, claim.winner);
      const heir = this.rows.get(claim.winner);
      if (claim.winner !== before && heir !== undefined) {
        this.rejections.remove(claim.winner);
        this.enter(claim.winner, heir, draft);
      }
      return;
    }
    codes?.delete(code.code);
    if (codes?.size === 0) this.claims.delete(code.group);
    draft.delete(code.group, code.code);
  }

  private enter(key: string, code: CommonCode<A>, draft: GroupsDraft<A>): void {
    draft.replace(code);
    this.rows.set(key, draft.get(code.group, code.code));
  }

  private reject(key: string, { group, code }: CommonCode<A>): void {
    const reason = `duplicate: a row with a lower key has group ${JSON.stringify(group)}, code ${JSON.stringify(code)}`;
    this.rejections.add(key, key, reason);
  }
}
