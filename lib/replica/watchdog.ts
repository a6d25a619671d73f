import type { Clock } from './clock.js';
import { ExchangeError } from './exchange-error.js';

/**
 * Watches over one exchange after another: ends it if it is aborted from outside, or the server is silent for too long (W12).
 * With one timer for all that is waited for: looking at the clock costs less than setting one.
 */
export class Watchdog {
  private readonly abortedOutside = () => {
    this.end(new ExchangeError('the exchange was aborted'));
    this.close();
  };
  private controller = new AbortController();
  private reason: ExchangeError | undefined;
  /** Of what is waited for now. */
  private giveUp: ((reason: ExchangeError) => void) | undefined;
  private deadline = 0;
  private complaint = '';
  private timer: { readonly due: number; readonly cancel: () => void } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly outer: AbortSignal,
  ) {
    if (outer.aborted) this.abortedOutside();
    else outer.addEventListener('abort', this.abortedOutside, { once: true });
  }

  /** An exchange begins. @returns the signal for what takes one. */
  begin(): AbortSignal {
    if (!this.outer.aborted) {
      this.controller = new AbortController();
      this.reason = undefined;
    }
    return this.controller.signal;
  }

  /**
   * Waits, but not for ever, and not longer than the exchange lives, even if what is waited for takes no signal.
   * @throws ExchangeError saying `complaint` after `timeoutMs`; what the promise rejects with.
   */
  wait<T>(promise: Promise<T>, timeoutMs: number, complaint: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const heard = () => {
        if (this.giveUp === reject) this.giveUp = undefined; // or it comes too late, and another is waited for
      };
      promise.then(
        (value) => {
          heard();
          resolve(value);
        },
        (error: unknown) => {
          heard();
          reject(error);
        },
      );
      if (this.reason !== undefined) return reject(this.reason);
      this.deadline = this.clock.monotonic() + timeoutMs;
      this.complaint = complaint;
      this.giveUp = reject;
      if (this.timer === undefined || this.timer.due > this.deadline) this.setTimer(timeoutMs);
    });
  }

  /** The exchange is over. @param isUnread lets go of the socket: there is more to come that nobody wants. */
  release(isUnread: boolean): void {
    if (isUnread) this.controller.abort();
  }

  /** There will be no more exchanges. */
  close(): void {
    this.outer.removeEventListener('abort', this.abortedOutside);
    this.timer?.cancel();
  }

  private setTimer(ms: number): void {
    this.timer?.cancel();
    const cancel = this.clock.after(ms, () => this.look());
    this.timer = { due: this.clock.monotonic() + ms, cancel };
  }

  /** The timer has run out: perhaps for a wait that is long over. */
  private look(): void {
    this.timer = undefined;
    if (this.giveUp === undefined) return;
    const left = this.deadline - this.clock.monotonic();
    if (left > 0) this.setTimer(left);
    else this.end(new ExchangeError(this.complaint, { timedOut: true }));
  }

  private end(reason: ExchangeError): void {
    this.reason = reason;
    this.giveUp?.(reason);
    this.controller.abort();
  }
}
