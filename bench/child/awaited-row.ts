import type { CodeRow } from '../data/codes.js';

/** A row that is waited for, and the processor time that passes until somebody reads it. */
export class AwaitedRow {
  private row: CodeRow | undefined;
  private since = process.cpuUsage();
  private seen: Promise<number> = Promise.resolve(0);
  private tell: (cpuMicroseconds: number) => void = () => {};

  /** From here on. */
  arm(row: CodeRow): void {
    this.row = row;
    this.seen = new Promise((resolve) => {
      this.tell = resolve;
    });
    this.since = process.cpuUsage();
  }

  /** Looks whether it is there. Called by who is told of changes. */
  look(label: (group: string, code: string) => string | undefined): void {
    if (this.row === undefined || label(this.row.group_code, this.row.code) !== this.row.code_name) return;
    this.row = undefined;
    const { user, system } = process.cpuUsage(this.since);
    this.tell(user + system);
  }

  /** @returns microseconds of processor time, of all threads, from `arm` until it was there. */
  cpuUntilSeen(): Promise<number> {
    return this.seen;
  }
}
