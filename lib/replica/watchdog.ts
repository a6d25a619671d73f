import type { Clock } from './clock.js';
import { ExchangeError } from './exchange-error.js';

/** Aborts one exchange: from outside, or because the server is silent for too long (W12). */
export class Watchdog {
  private readonly controller = new AbortController();
  private readonly aborted: Promise<never>;
  private readonly abort = () => this.controller.abort();
  private disarm: () => void = () => {};
  private complaint: string | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly outer: AbortSignal,
  ) {
    const { signal } = this.controller;
    this.aborted = new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new ExchangeError('the exchange was aborted')), { once: true });
    });
    this.aborted.catch(() => {}); // rejected with nobody waiting: not an error
    if (outer.aborted) this.abort();
    else outer.addEventListener('abort', this.abort, { once: true });
  }

  /** For what takes a signal. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /**
   * Waits, but not for ever, and not longer than the exchange lives, even if what is waited for takes no signal.
   * @throws ExchangeError saying `complaint` after `timeoutMs`; what the promise rejects with.
   */
  async wait<T>(promise: Promise<T>, timeoutMs: number, complaint: string): Promise<T> {
    this.disarm = this.clock.after(timeoutMs, () => {
      this.complaint = complaint;
      this.abort();
    });
    try {
      return await Promise.race([promise, this.aborted]);
    } catch (error) {
      if (this.complaint === undefined) throw error;
      throw new ExchangeError(this.complaint, { timedOut: true });
    } finally {
      this.disarm();
    }
  }

  /** Ends the exchange, and lets go of its socket if the body has not been read to its end. */
  stop(): void {
    this.disarm();
    this.outer.removeEventListener('abort', this.abort);
    this.abort();
  }
}
