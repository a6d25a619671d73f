import type { AuditResult } from './audit.interface.js';
import type { ReplicaState } from './replica-state.js';

/** What a cache reads from: the replicator, or the handle of a test. */
export interface ReplicaSource<A> {
  readonly state: ReplicaState<A>;
  /** `false`: there is no sync, and there will be no data. */
  readonly enabled: boolean;
  /**
   * Has the sync run, also before the application is initialized, until this is released.
   * @returns what releases it.
   */
  hold(): () => void;
  audit(): Promise<AuditResult>;
  /** A subscriber of the user's threw. */
  subscriberFailed(error: unknown): void;
}
