import type { ScriptedChange } from './scripted-rows.js';

/** A row of the log. */
export interface LogEntry {
  readonly lsn: number;
  readonly txid: number;
  readonly op: number;
  readonly last: boolean;
  readonly change: ScriptedChange;
}

/** What a shape log tells, transaction by transaction. */
export class ScriptedLog {
  /** How many rows have been written so far: the rest is still being written. */
  written: number | undefined;
  /** Of the newest transaction. */
  lsn = 1_000;
  txid = 700;
  private entries: LogEntry[] = [];

  /** A transaction begins, of which the log may tell or not. */
  begin(): void {
    this.lsn += 100;
    this.txid += 1;
  }

  /** It did this. @param last whether its last row says so (35). */
  append(changes: readonly ScriptedChange[], last: boolean): void {
    const { lsn, txid } = this;
    changes.forEach((change, index) => {
      this.entries.push({ lsn, txid, op: index * 2, last: last && index === changes.length - 1, change });
    });
  }

  /** From now on the log stays behind Postgres (31). */
  fallBehind(): void {
    this.written ??= this.entries.length;
  }

  clear(): void {
    this.entries = [];
    this.written = undefined;
  }

  /** The rows after an offset that have been written. */
  after(offset: string): LogEntry[] {
    const [lsn = 0, op = 0] = offset.split('_').map(Number);
    const written = this.entries.slice(0, this.written);
    if (lsn === 0) return written;
    return written.filter((entry) => entry.lsn > lsn || (entry.lsn === lsn && entry.op > op));
  }

  isInsideTransaction(offset: string): boolean {
    const [lsn = 0, op = 0] = offset.split('_').map(Number);
    return this.entries.some((entry) => entry.lsn === lsn && entry.op > op);
  }
}
