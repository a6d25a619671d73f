/** Bounds of an exponential backoff, in milliseconds. */
interface Bounds {
  readonly base: number;
  readonly cap: number;
}

const TRANSIENT: Bounds = { base: 500, cap: 15_000 };
/** For what somebody has to mend: a secret, a table name. */
const SLOW: Bounds = { base: 2_000, cap: 30_000 };
const RETRY_AFTER_CAP = 60_000;
/** A dropped poll drops for all pods at once: their first retries are spread over this (W10). */
const FIRST_RETRY_OF_A_POLL = 1_000;

/** How long to wait before the next try (W10). */
export class Backoff {
  private failures = 0;

  /** @param random in [0, 1). */
  constructor(private readonly random: () => number) {}

  /** How many tries in a row have failed. */
  get consecutive(): number {
    return this.failures;
  }

  /** Something went well. */
  reset(): void {
    this.failures = 0;
  }

  /**
   * Counts a failure.
   * @returns how long to wait, in milliseconds: exponential with full jitter, Retry-After being a floor.
   */
  next(failure: { needsMending: boolean; retryAfterMs?: number | undefined; droppedPoll?: boolean }): number {
    this.failures += 1;
    const { base, cap } = failure.needsMending ? SLOW : TRANSIENT;
    const first = failure.droppedPoll === true && this.failures === 1;
    const ceiling = first ? FIRST_RETRY_OF_A_POLL : Math.min(cap, base * 2 ** Math.min(this.failures - 1, 16));
    const floor = Math.min(failure.retryAfterMs ?? 0, RETRY_AFTER_CAP);
    return floor + this.random() * ceiling;
  }
}
