/** Those who wait for the same thing. */
export class Waiters {
  private readonly waiting = new Set<() => void>();

  wake(): void {
    for (const resume of [...this.waiting]) resume();
  }

  /** Resolves at the next {@link wake}, after the time, or when the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const resume = () => {
        clearTimeout(timer);
        this.waiting.delete(resume);
        signal.removeEventListener('abort', resume);
        resolve();
      };
      const timer = setTimeout(resume, milliseconds);
      this.waiting.add(resume);
      signal.addEventListener('abort', resume);
      if (signal.aborted) resume();
    });
  }
}
