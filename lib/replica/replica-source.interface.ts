import type { ReplicaState } from './replica-state.js';

/** What a cache reads from: the replicator, or the handle of a test. */
export interface ReplicaSource<A> {
  readonly state: ReplicaState<A>;
  /** `false`: there is no sync, and there will be no data. */
  readonly enabled: boolean;
  /** Starts the sync, if it has not been started. */
  start(): void;
}
