import { readFileSync, writeFileSync } from 'node:fs';

/** Watches resident memory from now on. */
export class PeakMemory {
  private readonly before = process.memoryUsage.rss();
  private readonly exact = resetPeak();
  private sampled = this.before;
  private readonly timer = setInterval(() => {
    this.sampled = Math.max(this.sampled, process.memoryUsage.rss());
  }, 2);

  /** @returns by how many bytes it grew at its highest. */
  stop(): number {
    clearInterval(this.timer);
    const peak = this.exact ? highWaterMark() : Math.max(this.sampled, process.memoryUsage.rss());
    return peak - this.before;
  }
}

/** Linux keeps the peak, and forgets it when it is told to. @returns whether it did: elsewhere one has to look often. */
function resetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}

function highWaterMark(): number {
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
