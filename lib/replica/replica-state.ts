import { BehaviorSubject, Subject } from 'rxjs';
import type { CommonCodeConfigurationError } from '../domain/common-code-configuration.error.js';
import type { CommonCodeSnapshot } from '../domain/common-code-snapshot.js';
import type { RejectedRow } from '../domain/rejected-row.interface.js';
import type { AuditResult } from './audit.interface.js';
import type { Clock } from './clock.js';
import type { CommonCodeSource, CommonCodeState, CommonCodeStatus } from './common-code-status.interface.js';
import type { ShapePosition } from './shape-offset.js';

/** A version, and the groups in which it differs from the one before. */
export interface Version<A> {
  readonly snapshot: CommonCodeSnapshot<A>;
  readonly changed: ReadonlySet<string>;
}

/** Why an exchange failed, fit to be shown. */
export interface ReplicaFailure {
  readonly message: string;
  readonly status?: number | undefined;
}

/** Beyond this, in milliseconds, silence is an interruption, whatever the reason: three long polls of Electric. */
const STALE_MS = 60_000;
/** One failure is not yet one: a proxy that closes idle connections must not make the state flap. */
const FAILURES = 2;

/** What is known: the newest version, and how far it is to be trusted (I4). Written by the replicator, read by all. */
export class ReplicaState<A> {
  /** The newest version, `undefined` before there is data: the one reference that is swapped. */
  snapshot: CommonCodeSnapshot<A> | undefined;
  /** The rows that are kept out of it. */
  rejected: readonly RejectedRow[] = [];
  /** The version, for those who follow it. */
  readonly snapshots = new BehaviorSubject<CommonCodeSnapshot<A> | undefined>(undefined);
  /** Each version, after the swap, with what it changed. */
  readonly versions = new Subject<Version<A>>();
  /** Each transition of state or source. */
  readonly transitions = new Subject<CommonCodeStatus>();

  /** Options that do not fit the table, as it turned out; `undefined` once something has been committed. */
  misconfiguration: CommonCodeConfigurationError | undefined;
  readonly misconfigurations = new Subject<CommonCodeConfigurationError>();

  private state: CommonCodeState = 'initializing';
  private since: number;
  private source: CommonCodeSource = 'none';
  private position: ShapePosition | undefined;
  private syncedAt: { readonly wall: number; readonly monotonic: number } | undefined;
  private lastError: CommonCodeStatus['lastError'];
  private store: CommonCodeStatus['store'];
  private corrected = 0;
  private auditedAt: number | undefined;
  private stalenessTimer: (() => void) | undefined;

  constructor(private readonly clock: Clock) {
    this.since = clock.wall();
  }

  get isClosed(): boolean {
    return this.state === 'closed';
  }

  get status(): CommonCodeStatus {
    const { snapshot, syncedAt, position, lastError } = this;
    return {
      state: this.state,
      since: new Date(this.since),
      source: this.source,
      ...(syncedAt && { lastSyncedAt: new Date(syncedAt.wall), stalenessMs: this.staleness(syncedAt.monotonic) }),
      ...(position && { position }),
      version: snapshot?.version ?? 0,
      groups: snapshot?.byName.size ?? 0,
      codes: snapshot?.size ?? 0,
      rejected: this.rejected.length,
      corrected: this.corrected,
      ...(this.auditedAt !== undefined && { lastAuditedAt: new Date(this.auditedAt) }),
      ...(this.store && { store: this.store }),
      ...(lastError && { lastError }),
    };
  }

  /** A commit has been taken in: swaps the version, if it is a new one, and then tells of it (I2). */
  committed(
    { snapshot, changed }: Version<A>,
    source: 'store' | 'electric',
    position: ShapePosition | undefined,
    rejected: readonly RejectedRow[],
  ): void {
    this.position = position;
    this.rejected = rejected;
    this.misconfiguration = undefined;
    const isNew = snapshot !== this.snapshot;
    const cameFrom = this.source;
    this.snapshot = snapshot;
    this.source = source;
    if (isNew) {
      this.snapshots.next(snapshot);
      this.versions.next({ snapshot, changed });
    }
    if (source !== cameFrom) this.transitions.next(this.status);
  }

  /** Electric said, `ageMs` ago, that we have everything. */
  confirmed(ageMs: number): void {
    const monotonic = this.clock.monotonic() - ageMs;
    if (this.syncedAt === undefined || monotonic > this.syncedAt.monotonic) {
      this.syncedAt = { wall: this.clock.wall() - ageMs, monotonic };
    }
    this.lastError = undefined;
    const cameFrom = this.source;
    this.source = 'electric';
    if (cameFrom !== 'electric') this.transitions.next(this.status);
    this.enter(this.staleness(this.syncedAt.monotonic) < STALE_MS ? 'live' : 'interrupted');
    if (this.state === 'live') this.watchStaleness(this.syncedAt.monotonic);
  }

  /** An exchange failed. @param consecutive how many in a row have. */
  failed({ message, status }: ReplicaFailure, consecutive: number): void {
    this.lastError = { message, ...(status !== undefined && { status }), at: new Date(this.clock.wall()) };
    if (consecutive >= FAILURES) this.interrupt();
  }

  /** An audit has come to an end. */
  audited({ finishedAt, corrected, superseded }: AuditResult): void {
    if (superseded) return;
    this.auditedAt = finishedAt.getTime();
    this.corrected += corrected;
  }

  /** The store has kept what it was given. */
  stored(): void {
    this.store = { savedAt: new Date(this.clock.wall()) };
  }

  /** The store could not. Readers are none the wiser. */
  storeFailed(message: string): void {
    this.store = { ...this.store, lastError: { message, at: new Date(this.clock.wall()) } };
  }

  misconfigured(error: CommonCodeConfigurationError): void {
    this.misconfiguration = error;
    this.misconfigurations.next(error);
  }

  /** There will be no more: the last version stays readable (I11). */
  close(): void {
    this.stalenessTimer?.();
    this.enter('closed');
    this.transitions.complete();
    this.misconfigurations.complete();
    this.versions.complete();
    this.snapshots.complete();
  }

  private interrupt(): void {
    if (this.state === 'live') this.enter('interrupted');
  }

  private enter(state: CommonCodeState): void {
    if (state === this.state || this.state === 'closed') return;
    this.state = state;
    this.since = this.clock.wall();
    this.transitions.next(this.status);
  }

  private staleness(monotonic: number): number {
    return Math.round(this.clock.monotonic() - monotonic);
  }

  /** One timer for many confirmations: when it runs out, it looks at how old the last one is. */
  private watchStaleness(confirmedAt: number): void {
    this.stalenessTimer ??= this.clock.after(
      STALE_MS - this.staleness(confirmedAt),
      () => {
        this.stalenessTimer = undefined;
        const { monotonic = 0 } = this.syncedAt ?? {};
        if (this.staleness(monotonic) < STALE_MS) this.watchStaleness(monotonic);
        else this.interrupt();
      },
      true,
    );
  }
}
