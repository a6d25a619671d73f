import type { Clock } from './clock.js';
import { ExchangeError } from './exchange-error.js';

/** Aborts one exchange: from outside, or because the server is silent for too long (W12). */
export class Watchdog {
  private readonly controller = new AbortController();
  private readonly abortedOutside = () => this.end(new ExchangeError('the exchange was aborted'));
  private reason: ExchangeError | undefined;
  private giveUp: (reason: ExchangeError) => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly outer: AbortSignal,
  ) {
    if (outer.aborted) this.abortedOutside();
    else outer.addEventListener('abort', this.abortedOutside, { once: true });
  }

  /** For what takes a signal. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /**
   * Waits, but not for ever, and not longer than the exchange lives, even if what is waited for takes no signal.
   * @throws ExchangeError saying `complaint` after `timeoutMs`; what the promise rejects with.
   */
  wait<T>(promise: Promise<T>, timeoutMs: number, complaint: string): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.reason !== undefined) return reject(this.reason);
      const cancel = this.clock.after(timeoutMs, () => this.end(new ExchangeError(complaint, { timedOut: true })));
      this.giveUp = (reason) => {
        cancel();
        reject(reason);
      };
      promise.then(
        (value) => {
          cancel();
          resolve(value);
        },
        (error: unknown) => {
          cancel();
          reject(error);
        },
      );
    });
  }

  /** The exchange is over. @param isUnread lets go of the socket: there is more to come that nobody wants. */
  stop(isUnread: boolean): void {
    this.outer.removeEventListener('abort', this.abortedOutside);
    if (isUnread) this.controller.abort();
  }

  private end(reason: ExchangeError): void {
    this.reason = reason;
    this.giveUp(reason);
    this.controller.abort();
  }
}
