import type { RejectedRow } from './rejected-row.interface.js';
import type { RowKey } from './row-change.interface.js';
import { describeKey } from './row-mapper.js';

/** The rows that are kept out, by identity (I10). */
export class Rejections {
  private readonly byIdentity = new Map<string, RejectedRow>();
  private readonly fresh = new Map<string, RejectedRow>();
  private listed: readonly RejectedRow[] | undefined = [];

  constructor(private readonly keyColumns: readonly string[]) {}

  add(identity: string, key: RowKey, reason: string): void {
    const rejected = { key: describeKey(key, this.keyColumns), reason };
    this.byIdentity.set(identity, rejected);
    this.fresh.set(identity, rejected);
    this.listed = undefined;
  }

  /** @returns whether it was there. */
  remove(identity: string): boolean {
    if (!this.byIdentity.delete(identity)) return false;
    this.fresh.delete(identity);
    this.listed = undefined;
    return true;
  }

  has(identity: string, reason: string): boolean {
    return this.byIdentity.get(identity)?.reason === reason;
  }

  identities(): Iterable<string> {
    return this.byIdentity.keys();
  }

  get isEmpty(): boolean {
    return this.byIdentity.size === 0;
  }

  /** All of them as they are now. What comes later does not change the list. */
  list(): readonly RejectedRow[] {
    this.listed ??= Object.freeze([...this.byIdentity.values()]);
    return this.listed;
  }

  /** Those that were added since this was last asked, and have not been mended since. */
  takeFresh(): readonly RejectedRow[] {
    const fresh = [...this.fresh.values()];
    this.fresh.clear();
    return fresh;
  }
}
