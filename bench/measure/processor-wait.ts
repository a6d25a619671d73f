import { openSync, readSync } from 'node:fs';

/**
 * How long the main thread has waited for a processor, so far: ready to run, while others ran. Linux keeps count of it. Read
 * often, and looked at seldom: reading takes less than a microsecond.
 */
export class ProcessorWait {
  private readonly file = open();
  private now = Buffer.alloc(80);
  private before = Buffer.alloc(80);

  read(): void {
    if (this.file === undefined) return;
    [this.now, this.before] = [this.before, this.now];
    readSync(this.file, this.now, 0, this.now.length, 0);
  }

  /** Between the last two readings, in milliseconds; 0 where nobody keeps count. */
  get waitedMs(): number {
    return this.file === undefined ? 0 : (waited(this.now) - waited(this.before)) / 1e6;
  }
}

function open(): number | undefined {
  try {
    return openSync('/proc/self/schedstat', 'r');
  } catch {
    return undefined;
  }
}

/** `<ran> <waited> <slices>`, in nanoseconds. */
function waited(line: Buffer): number {
  return Number(line.toString('latin1').split(' ')[1]);
}
