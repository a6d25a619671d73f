import type { FuzzFollower } from './fuzz-follower.js';

/** Audits at any time, whatever becomes of them. */
export class FuzzAudits {
  /** How many came to a result. */
  done = 0;
  running = 0;

  constructor(private readonly follower: FuzzFollower) {}

  /** Starts one, if there is anything to audit. */
  start(): void {
    const { cache, replicator } = this.follower;
    if (replicator.state.snapshot === undefined) return;
    this.running += 1;
    cache.audit().then(
      () => {
        this.done += 1;
        this.running -= 1;
      },
      () => {
        this.running -= 1;
      },
    );
  }
}
