import type { Clock } from '../../lib/replica/clock.js';

/**
 * A clock that runs faster than the world: real sockets, and the waits of an hour in minutes. Timers and the monotonic clock
 * are fast; the wall clock is the real one, which `Date` headers are of, and jumps as it is told to.
 */
export class FastClock implements Clock {
  /** Added to what the wall clock says, in milliseconds. */
  jumpMs = 0;

  /** @param factor how many times faster; 1 is the real one. */
  constructor(readonly factor: number) {}

  wall(): number {
    return Date.now() + this.jumpMs;
  }

  monotonic(): number {
    return performance.now() * this.factor;
  }

  after(ms: number, callback: () => void, inBackground = false): () => void {
    const timer = setTimeout(callback, ms / this.factor);
    if (inBackground) timer.unref();
    return () => clearTimeout(timer);
  }
}
