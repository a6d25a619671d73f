import { CommonCodeConfigurationError } from '../domain/common-code-configuration.error.js';
import type { DecodeRow } from './answer-rows.js';
import type { AuditResult } from './audit.interface.js';
import { AuditGuard } from './audit-guard.js';
import { AuditSchedule } from './audit-schedule.js';
import { Auditor } from './auditor.js';
import { systemClock } from './clock.js';
import { EarlyStart } from './early-start.js';
import type { ExchangeError } from './exchange-error.js';
import type { FollowerSink, ShapeCommit } from './follower-sink.interface.js';
import { createPacer } from './pacer.js';
import { type LineLogger, ReplicaLogger } from './replica-logger.js';
import type { ReplicaEnvironment, ReplicaOptions } from './replica-options.interface.js';
import type { ReplicaSource } from './replica-source.interface.js';
import { ReplicaState } from './replica-state.js';
import { type Publish, ReplicaTable } from './replica-table.js';
import { type DecodedChange, RowDecoder } from './row-decoder.js';
import { ShapeFollower } from './shape-follower.js';
import type { ShapeSchema } from './shape-schema.js';
import { ShapeTransport } from './shape-transport.js';
import { type StoredTable, StoreKeeper } from './store-keeper.js';
import { SubsetReader } from './subset-reader.js';

/** The background provider: keeps {@link ReplicaState} what the table is, from `start` to `stop`. */
export class Replicator<A> implements FollowerSink<DecodedChange<A>>, ReplicaSource<A> {
  readonly state: ReplicaState<A>;
  readonly enabled: boolean;
  private readonly environment: ReplicaEnvironment;
  private readonly transport: ShapeTransport;
  private readonly log: ReplicaLogger<A>;
  private readonly table: ReplicaTable<A>;
  private readonly keeper: StoreKeeper<A> | undefined;
  private readonly auditor: Auditor<A>;
  private readonly schedule: AuditSchedule;
  private readonly stopping = new AbortController();
  private readonly guests: EarlyStart;
  private session: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  private auditing: Promise<AuditResult> | undefined;
  private cacheWarned = false;
  private completeAt = Number.NEGATIVE_INFINITY;

  constructor(options: ReplicaOptions<A>, lines: LineLogger, environment: Partial<ReplicaEnvironment> = {}) {
    const { electric, shape, mapping = {}, store, audit = {}, enabled = true } = options;
    const defaults = { clock: systemClock, pacer: createPacer(), random: Math.random, auditGapMs: 60_000 };
    this.environment = { ...defaults, ...environment };
    const { clock, random, pacer, auditGapMs } = this.environment;
    const guard = new AuditGuard();

    this.enabled = enabled;
    this.guests = new EarlyStart(clock, () => void this.leave());
    this.state = new ReplicaState(clock);
    this.transport = new ShapeTransport(electric, shape);
    this.log = new ReplicaLogger(lines, clock, shape.table, this.state);
    this.keeper = store && new StoreKeeper(store, this.fingerprint(options), this.environment, this.state, this.log);
    const decoding = new RowDecoder(mapping, store !== undefined, guard);
    this.table = new ReplicaTable(decoding, guard, pacer, this.publish, (group, cut) => this.log.cycle(group, cut));
    const reader = new SubsetReader({ transport: this.transport, clock, pacer });
    this.auditor = new Auditor(reader, this.table, guard, clock, auditGapMs, () => this.completeAt);
    this.schedule = new AuditSchedule(audit, clock, random, () => {
      this.audit().catch((error: unknown) => this.log.auditFailed(error));
    });
  }

  /** Starts to follow, from here on until `stop`. */
  start(): void {
    this.guests.dismiss();
    if (!this.enabled || this.stopping.signal.aborted) return;
    this.follow();
    this.schedule.start();
  }

  hold(): () => void {
    if (this.enabled && !this.stopping.signal.aborted) this.follow();
    return this.guests.admit();
  }

  /** Aborts what is open, lets the store finish, and closes the state (I11). @returns when nothing runs any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.schedule.stop();
    this.guests.dismiss();
    await this.leave();
    await this.auditing?.catch(() => {});
    if (!this.state.isClosed) await this.keeper?.close();
    this.state.close();
  }

  /** One audit at a time: who asks while one runs gets its result. */
  audit(): Promise<AuditResult> {
    this.auditing ??= this.auditor
      .run(this.stopping.signal)
      .then((result) => {
        this.state.audited(result);
        this.log.audited(result);
        return result;
      })
      .finally(() => {
        this.auditing = undefined;
      });
    return this.auditing;
  }

  decoder(schema: ShapeSchema, fresh: boolean): DecodeRow<DecodedChange<A>> {
    try {
      return this.table.decoding.decoder(schema, fresh);
    } catch (error) {
      if (error instanceof CommonCodeConfigurationError) this.state.misconfigured(error);
      throw error;
    }
  }

  commit(commit: ShapeCommit<DecodedChange<A>>, signal: AbortSignal): Promise<boolean> {
    return this.table.commit(commit, 'electric', signal);
  }

  upToDate(ageMs: number, askedMs: number): void {
    this.state.confirmed(ageMs);
    this.completeAt = this.environment.clock.monotonic() - Math.max(ageMs, askedMs);
  }

  failed(error: ExchangeError, consecutive: number, retryInMs: number): void {
    this.state.failed(error, consecutive);
    this.log.failed(error, consecutive, retryInMs);
  }

  startingOver(why: 'rotated' | 'contradicted', times: number): void {
    this.log.startingOver(why, times);
  }

  handleCameBack(): void {
    if (!this.cacheWarned) this.log.handleCameBack();
    this.cacheWarned = true;
  }

  progress(rows: number): void {
    this.log.progress(rows);
  }

  subscriberFailed(error: unknown): void {
    this.log.subscriberFailed(error);
  }

  private follow(): void {
    if (this.session !== undefined) return;
    const abort = new AbortController();
    this.session = { abort, done: this.run(abort.signal) };
  }

  private async leave(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    session?.abort.abort();
    await session?.done;
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { transport, environment } = this;
    const from = this.table.held ?? (await this.boot(signal));
    await new ShapeFollower({ transport, sink: this, ...environment }, from).run(signal);
  }

  /** Serves what the store has, at once. @returns where the log is to be resumed. */
  private async boot(signal: AbortSignal): Promise<StoredTable<A> | undefined> {
    const stored = await this.keeper?.load(this.table.decoding);
    if (stored === undefined || signal.aborted) return undefined;
    await this.table.commit({ reset: true, ...stored }, 'store', signal).catch(() => {}); // aborted
    return stored;
  }

  /** What has been taken in is swapped in and told of; then it is stored. */
  private readonly publish: Publish<A> = (applied, commit, source) => {
    this.state.committed(applied, source, commit.position, this.table.rejected);
    if (applied.rejected.length > 0) this.log.rejected(applied.rejected);
    if (applied.contradictions > 0) this.log.contradictions(applied.contradictions);
    if (source === 'store') return;
    this.keeper?.write(commit);
    if (commit.reset) this.schedule.afterReset();
  };

  /** Of what is followed, and where: a stored copy of anything else is of no use. */
  private fingerprint({ shape: { table, where, params, columns } }: ReplicaOptions<A>): string {
    return JSON.stringify({ origin: this.transport.endpoint, table, where, params, columns });
  }
}
