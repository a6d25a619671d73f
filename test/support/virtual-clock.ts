import type { Clock } from '../../lib/replica/clock.js';

/** A clock that stands still until it is told to go on: an hour passes in the time that its work takes. */
export class VirtualClock implements Clock {
  private elapsed = 0;
  /** By when they are due; of those due together, who came first. */
  private readonly timers: { readonly due: number; readonly callback: () => void }[] = [];
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
    this.timers.splice(this.placeOf(timer.due), 0, timer);
    return () => {
      const at = this.timers.indexOf(timer);
      if (at >= 0) this.timers.splice(at, 1);
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
      const [next] = this.timers;
      if (next === undefined || next.due > end) break;
      this.timers.shift();
      this.elapsed = Math.max(this.elapsed, next.due);
      next.callback();
      await settle();
    }
    this.elapsed = end;
  }

  /** Behind all that are due no later. */
  private placeOf(due: number): number {
    let [low, high] = [0, this.timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.timers[middle]?.due ?? 0) <= due) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Lets everything that waits for no timer happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
