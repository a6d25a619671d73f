import { defer, filter, map, type Observable, share, startWith } from 'rxjs';
import { COMMON_CODE_MESSAGES as say } from './common-code.messages.js';
import { untilReady } from './common-code-readiness.js';
import type { CommonCode, CommonCodeNode } from './domain/common-code.interface.js';
import { type CommonCodeChanges, diffSnapshots } from './domain/common-code-changes.js';
import type { CommonCodeReads } from './domain/common-code-reads.interface.js';
import type { CommonCodeSnapshot } from './domain/common-code-snapshot.js';
import type { RejectedRow } from './domain/rejected-row.interface.js';
import { CommonCodeNotReadyError } from './errors/common-code-not-ready.error.js';
import { GroupStreams } from './group-streams.js';
import { GuardedObservable } from './guarded-observable.js';
import type { WhenReadyOptions } from './interfaces/when-ready-options.interface.js';
import type { AuditResult } from './replica/audit.interface.js';
import type { CommonCodeStatus } from './replica/common-code-status.interface.js';
import type { ReplicaSource } from './replica/replica-source.interface.js';
import type { ReplicaState } from './replica/replica-state.js';

/**
 * This process's copy of the common codes. Lookups are synchronous and always of the newest version; for several that must
 * agree, take {@link snapshot} once. Before there is any data they throw {@link CommonCodeNotReadyError} (a 503).
 *
 * @typeParam A what `mapping.attributes` yields.
 * @publicApi
 */
export class CommonCodeCache<A = Record<string, unknown>> implements CommonCodeReads<A> {
  private readonly state: ReplicaState<A>;
  private readonly groupStreams: GroupStreams<A>;

  /** Each version: nothing before there is data, then the current one and each next. Never errors; completes on close. */
  readonly snapshot$: Observable<CommonCodeSnapshot<A>>;
  /** What each version changed, from the subscription on. Computed only if someone listens, and once for all of them. */
  readonly changes$: Observable<CommonCodeChanges<A>>;
  /** The current status, then each transition of `state` or `source`. */
  readonly status$: Observable<CommonCodeStatus>;

  /** @internal */
  constructor(private readonly source: ReplicaSource<A>) {
    const { state } = source;
    this.state = state;
    this.groupStreams = new GroupStreams(state);
    this.snapshot$ = this.guarded(state.snapshots.pipe(filter((snapshot) => snapshot !== undefined)));
    this.status$ = this.guarded(defer(() => state.transitions.pipe(startWith(state.status))));
    const changes$ = defer(() => {
      let before = state.snapshot;
      return state.versions.pipe(
        filter(({ snapshot }) => snapshot !== before),
        map(({ snapshot }) => {
          const changes = diffSnapshots(before, snapshot);
          before = snapshot;
          return changes;
        }),
      );
    }).pipe(share());
    this.changes$ = this.guarded(changes$);
  }

  /**
   * The newest version. It never changes: several reads of it agree.
   * @throws CommonCodeNotReadyError before there is any data.
   */
  get snapshot(): CommonCodeSnapshot<A> {
    return this.state.snapshot ?? this.notReady();
  }

  get(group: string, code: string): CommonCode<A> | undefined {
    return this.snapshot.get(group, code);
  }

  getOrThrow(group: string, code: string): CommonCode<A> {
    return this.snapshot.getOrThrow(group, code);
  }

  has(group: string, code: string): boolean {
    return this.snapshot.has(group, code);
  }

  accepts(group: string, code: string): boolean {
    return this.snapshot.accepts(group, code);
  }

  label(group: string, code: string): string | undefined {
    return this.snapshot.label(group, code);
  }

  labels(group: string): ReadonlyMap<string, string> {
    return this.snapshot.labels(group);
  }

  findByLabel(group: string, label: string): readonly CommonCode<A>[] {
    return this.snapshot.findByLabel(group, label);
  }

  list(group: string): readonly CommonCode<A>[] {
    return this.snapshot.list(group);
  }

  listAll(group: string): readonly CommonCode<A>[] {
    return this.snapshot.listAll(group);
  }

  groups(): readonly string[] {
    return this.snapshot.groups();
  }

  tree(group: string): readonly CommonCodeNode<A>[] {
    return this.snapshot.tree(group);
  }

  children(group: string, code: string): readonly CommonCode<A>[] {
    return this.snapshot.children(group, code);
  }

  /** The group's list, now (once there is data), then on each change of that group only. */
  list$(group: string): Observable<readonly CommonCode<A>[]> {
    return this.guarded(this.groupStreams.list$(group));
  }

  /** Whether there is data, where it came from, whether we are connected, and how old the last confirmation is. */
  get status(): CommonCodeStatus {
    return this.state.status;
  }

  /** The rows that are kept out, with their reasons. */
  get rejected(): readonly RejectedRow[] {
    return this.state.rejected;
  }

  /**
   * Resolves when there is data. Starts the sync if that comes before `onModuleInit`, so that an async factory may await it.
   *
   * @throws CommonCodeNotReadyError after `timeoutMs` (the sync goes on), or when the application closes;
   * CommonCodeConfigurationError if the options turn out not to fit the table; the reason of an aborted `signal`.
   */
  async whenReady(options: WhenReadyOptions = {}): Promise<void> {
    const release = this.source.hold();
    try {
      await untilReady(this.source, options);
    } finally {
      release();
    }
  }

  /**
   * Holds the copy against Postgres now, past Electric's log, and corrects what differs. Takes a minute if something does: a
   * difference counts if it is there twice, a minute apart, and the log tells nothing of the row meanwhile.
   *
   * @throws CommonCodeNotReadyError before there is any data; Error if Electric does not answer, or the application closes.
   */
  async audit(): Promise<AuditResult> {
    if (this.state.snapshot === undefined) this.notReady();
    return this.source.audit();
  }

  /** What a subscriber throws is logged, and kept from all others. */
  private guarded<T>(stream$: Observable<T>): Observable<T> {
    return new GuardedObservable(stream$, (error) => this.source.subscriberFailed(error));
  }

  private notReady(): never {
    throw new CommonCodeNotReadyError(this.source.enabled ? say.notReady(this.state.status) : say.disabled);
  }
}
