import type { Clock } from './clock.js';

/** How long the application may take from the last guest's leaving to its initialization, in milliseconds. */
const GRACE_MS = 60_000;

/**
 * Those who wait for data before the application is initialized: an async factory, say. If what they are part of fails, and
 * there never is an application to close, the sync must not go on for ever and keep the process alive (design.md 6).
 */
export class EarlyStart {
  private guests = 0;
  private dismissed = false;
  private cancel: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    /** Nobody is there, and nobody has come. */
    private readonly onAbandoned: () => void,
  ) {}

  /** @returns what tells that the guest has gone. */
  admit(): () => void {
    this.cancel();
    this.guests += 1;
    return () => {
      this.guests -= 1;
      if (this.guests === 0 && !this.dismissed) this.cancel = this.clock.after(GRACE_MS, this.onAbandoned, true);
    };
  }

  /** The application is there: from now on it decides. */
  dismiss(): void {
    this.dismissed = true;
    this.cancel();
  }
}
