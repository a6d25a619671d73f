/** Cuts long work into slices, so that requests are served in between. */
export interface Pacer {
  /** Resolves at once while the slice's time is not used up, and otherwise after the event loop has had a turn. */
  breathe(): Promise<void> | undefined;
}

/** @param budgetMs how long a slice may take, in milliseconds. */
export function createPacer(budgetMs = 2): Pacer {
  let start = performance.now();
  return {
    breathe() {
      const now = performance.now();
      if (now - start < budgetMs) return undefined;
      return new Promise((resolve) =>
        setImmediate(() => {
          start = performance.now();
          resolve();
        }),
      );
    },
  };
}

/** Runs a generator to its end, slice by slice. Stops half-way, with the signal's reason, if the signal is aborted. */
export async function runInSlices<T>(steps: Generator<void, T>, pacer: Pacer, signal: AbortSignal): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const rest = pacer.breathe();
    if (rest !== undefined) {
      await rest;
      signal.throwIfAborted();
    }
  }
}
