import type { Clock } from '../../lib/replica/clock.js';

/** A clock that goes on by itself, to the next timer, whenever nothing else happens any more. */
export class FuzzClock implements Clock {
  readonly epoch = Date.parse('2026-11-22T00:00:00Z');
  private elapsed = 0;
  private readonly timers = new Set<{ readonly due: number; readonly callback: () => void }>();
  /** Grows with whatever happens: while it does, no time passes. */
  activity = 0;

  wall(): number {
    return this.epoch + this.elapsed;
  }

  monotonic(): number {
    return this.elapsed;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.elapsed + Math.max(0, ms), callback };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  }

  get pending(): number {
    return this.timers.size;
  }

  /** Goes on, timer by timer, until `done` or until there is none left. @returns whether it was done. */
  async run(done: () => boolean): Promise<boolean> {
    while (!done()) {
      await this.quiet();
      if (done()) return true;
      let next: { readonly due: number; readonly callback: () => void } | undefined;
      for (const timer of this.timers) if (next === undefined || timer.due < next.due) next = timer;
      if (next === undefined) return false;
      this.timers.delete(next);
      this.elapsed = Math.max(this.elapsed, next.due);
      next.callback();
    }
    return true;
  }

  /** @returns when what waits for no timer has happened. */
  private async quiet(): Promise<void> {
    for (let still = 0, before = this.activity; still < QUIET_TURNS; ) {
      await new Promise((resolve) => setImmediate(resolve));
      still = before === this.activity ? still + 1 : 0;
      before = this.activity;
    }
  }
}

/** How many turns of the event loop without anything happening are quiet. */
const QUIET_TURNS = 3;
