import type { RejectedRow } from './rejected-row.interface.js';
import type { RowKey } from './row-change.interface.js';
import { describeKey } from './row-mapper.js';

/** The rows that are kept out, by identity (I10). */
export class Rejections {
  readonly byKey = new Map<string, RejectedRow>();
  private fresh: RejectedRow[] = [];

  constructor(private readonly keyColumns: readonly string[]) {}

  add(identity: string, key: RowKey, reason: string): void {
    const rejected = { key: describeKey(key, this.keyColumns), reason };
    this.byKey.set(identity, rejected);
    this.fresh.push(rejected);
  }

  takeFresh(): readonly RejectedRow[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }
}
