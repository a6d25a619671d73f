import type { Clock } from '../../lib/replica/clock.js';

/** A clock that stands still until it is told to go on: an hour passes in the time that its work takes. */
export class VirtualClock implements Clock {
  private elapsed = 0;
  private timers: { due: number; callback: () => void }[] = [];
  /** What the wall clock says at the start; can be set, as a clock that jumps is. */
  epoch = Date.parse('2026-11-22T00:00:00Z');

  wall(): number {
    return this.epoch + this.elapsed;
  }

  monotonic(): number {
    return this.elapsed;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.elapsed + Math.max(0, ms), callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** How many timers wait. */
  get pending(): number {
    return this.timers.length;
  }

  /** Lets time pass, timer by timer, each with all that follows from it. */
  async advance(ms: number): Promise<void> {
    const end = this.elapsed + ms;
    await settle();
    for (;;) {
      const next = this.timers.reduce<{ due: number; callback: () => void } | undefined>(
        (first, timer) => (timer.due <= end && (first === undefined || timer.due < first.due) ? timer : first),
        undefined,
      );
      if (next === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.elapsed = Math.max(this.elapsed, next.due);
      next.callback();
      await settle();
    }
    this.elapsed = end;
  }
}

/** Lets everything that waits for no timer happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
