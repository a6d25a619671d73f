/**
 * A request that did not bring a whole, good answer. Its message is fit for logs, status and health answers: no secret, no
 * header value, no URL with a query. It has no `cause`, since `fetch`'s own errors print the URL (I6).
 */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly status: number | undefined;
  /** Asked for by the server, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Somebody has to mend something: try again, slowly. */
  readonly needsMending: boolean;
  /** The server was silent for too long (W12). */
  readonly timedOut: boolean;
  /** Answers are good, and bring nothing: only a poll that waits shows that this is over (W13). */
  readonly isSpinning: boolean;
  /** An error that nobody foresaw, in this library. */
  readonly isUnforeseen: boolean;

  constructor(
    message: string,
    details: {
      readonly status?: number;
      readonly retryAfterMs?: number | undefined;
      readonly needsMending?: boolean;
      readonly timedOut?: boolean;
      readonly isSpinning?: boolean;
      readonly isUnforeseen?: boolean;
    } = {},
  ) {
    super(message);
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.needsMending = details.needsMending ?? false;
    this.timedOut = details.timedOut ?? false;
    this.isSpinning = details.isSpinning ?? false;
    this.isUnforeseen = details.isUnforeseen ?? false;
  }
}
