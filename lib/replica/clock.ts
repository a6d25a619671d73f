/** Time, handed in so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch. Can jump. */
  wall(): number;
  /** Milliseconds since some moment. Never jumps. */
  monotonic(): number;
  /**
   * Calls back once, after `ms`.
   * @param inBackground does not keep the process alive.
   * @returns what cancels it.
   */
  after(ms: number, callback: () => void, inBackground?: boolean): () => void;
}

/** The real one. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback, inBackground = false) {
    const timer = setTimeout(callback, ms);
    if (inBackground) timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or as soon as the signal is aborted, whichever comes first. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const wake = () => {
      cancel();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(ms, wake);
    signal.addEventListener('abort', wake, { once: true });
  });
}
