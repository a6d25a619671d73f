import type { Clock } from './clock.js';
import { ExchangeError } from './exchange-error.js';

/** Aborts one exchange: from outside, or because the server is silent for too long (W12). */
export class Watchdog {
  private readonly controller = new AbortController();
  private readonly abortedOutside = () => this.end(new ExchangeError('the exchange was aborted'));
  private reason: ExchangeError | undefined;
  /** Of what is waited for now. */
  private giveUp: ((reason: ExchangeError) => void) | undefined;
  private deadline = 0;
  private complaint = '';
  /** One for many waits: a body comes in hundreds of pieces, and looking at the clock costs less than a timer. */
  private timer: { readonly due: number; readonly cancel: () => void } | undefined;

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
      // Also where it comes too late: a rejection is nobody's otherwise.
      promise.then(
        (value) => {
          this.giveUp = undefined;
          resolve(value);
        },
        (error: unknown) => {
          this.giveUp = undefined;
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
  stop(isUnread: boolean): void {
    this.outer.removeEventListener('abort', this.abortedOutside);
    this.timer?.cancel();
    if (isUnread) this.controller.abort();
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
