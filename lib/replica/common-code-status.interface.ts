import type { ShapePosition } from './shape-offset.js';

/**
 * - `initializing`: Electric has not confirmed a commit in this process yet; `lastError` tells why not.
 * - `live`: up to date, and following.
 * - `interrupted`: the sync fails and goes on trying; the last version is served, and grows stale.
 * - `closed`: after shutdown; the last version can still be read.
 * @publicApi
 */
export type CommonCodeState = 'initializing' | 'live' | 'interrupted' | 'closed';

/**
 * Where the data came from.
 * @publicApi
 */
export type CommonCodeSource = 'none' | 'store' | 'electric';

/**
 * Whether there is data, where it came from, whether we are connected now, and how old the last confirmation is (I4).
 * Carries no secret, and no URL with a query.
 *
 * @publicApi
 */
export interface CommonCodeStatus {
  readonly state: CommonCodeState;
  /** When this state began. */
  readonly since: Date;
  readonly source: CommonCodeSource;
  /** When Electric last said that we are up to date: by its own clock where a cache may stand in between. */
  readonly lastSyncedAt?: Date;
  /** Milliseconds since then. */
  readonly stalenessMs?: number;
  /** The place in the shape log: comparable between pods, which `version` is not. */
  readonly position?: ShapePosition;
  /** 0 before there is data. */
  readonly version: number;
  readonly groups: number;
  readonly codes: number;
  /** How many rows are kept out; `rejected` of the cache lists them. */
  readonly rejected: number;
  /** How many rows audits have corrected. */
  readonly corrected: number;
  readonly lastAuditedAt?: Date;
  /** How the local store does, if there is one. */
  readonly store?: { readonly savedAt?: Date; readonly lastError?: { readonly message: string; readonly at: Date } };
  /** The newest failure, until Electric confirms again that we are up to date. */
  readonly lastError?: { readonly message: string; readonly status?: number; readonly at: Date };
}
