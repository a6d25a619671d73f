import { type Applied, CodeTable } from '../domain/code-table.js';
import type { ColumnMapping } from '../domain/column-mapping.interface.js';
import { CommonCodeConfigurationError } from '../domain/common-code-configuration.error.js';
import type { SnapshotStore } from '../storage/snapshot-store.interface.js';
import type { DecodeRow } from './answer-rows.js';
import { type Clock, systemClock } from './clock.js';
import type { ElectricConnection } from './electric-connection.interface.js';
import type { ExchangeError } from './exchange-error.js';
import type { FollowerSink, ShapeCommit } from './follower-sink.interface.js';
import { createPacer, type Pacer, runInSlices } from './pacer.js';
import { type LineLogger, ReplicaLogger } from './replica-logger.js';
import type { ReplicaSource } from './replica-source.interface.js';
import { ReplicaState } from './replica-state.js';
import { type DecodedChange, RowDecoder } from './row-decoder.js';
import type { ShapeDefinition } from './shape-definition.interface.js';
import { ShapeFollower } from './shape-follower.js';
import type { ShapePosition } from './shape-log.js';
import type { ShapeSchema } from './shape-schema.js';
import { ShapeTransport } from './shape-transport.js';
import { type StoredTable, StoreKeeper } from './store-keeper.js';

/** What is followed, from where, and how its rows become codes. */
export interface ReplicaOptions<A> {
  readonly electric: ElectricConnection;
  readonly shape: ShapeDefinition;
  readonly mapping?: ColumnMapping<A>;
  readonly store?: SnapshotStore;
  readonly enabled?: boolean;
}

/** What tests own. */
export interface ReplicaEnvironment {
  readonly clock: Clock;
  readonly pacer: Pacer;
  /** In [0, 1). */
  readonly random: () => number;
}

/** The background provider: keeps {@link ReplicaState} what the table is, from `start` to `stop`. */
export class Replicator<A> implements FollowerSink<DecodedChange<A>>, ReplicaSource<A> {
  readonly state: ReplicaState<A>;
  readonly enabled: boolean;
  private readonly environment: ReplicaEnvironment;
  private readonly table: CodeTable<A>;
  private readonly decoding: RowDecoder<A>;
  private readonly log: ReplicaLogger<A>;
  private readonly transport: ShapeTransport;
  private readonly keeper: StoreKeeper<A> | undefined;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private cacheWarned = false;
  /** The handle whose contradictions were already answered with a refetch (I10). */
  private doubtedHandle: string | undefined;

  constructor(
    private readonly options: ReplicaOptions<A>,
    lines: LineLogger,
    environment: Partial<ReplicaEnvironment> = {},
  ) {
    const { clock = systemClock, pacer = createPacer(), random = Math.random } = environment;
    this.environment = { clock, pacer, random };
    this.enabled = options.enabled ?? true;
    this.state = new ReplicaState(clock);
    this.log = new ReplicaLogger(lines, clock, options.shape.table, this.state);
    this.table = new CodeTable((group, cutAt) => this.log.cycle(group, cutAt));
    this.decoding = new RowDecoder(options.mapping ?? {}, options.store !== undefined);
    this.transport = new ShapeTransport(options.electric, options.shape, clock);
    this.keeper =
      options.store && new StoreKeeper(options.store, this.fingerprint(), this.environment, this.state, this.log);
  }

  /** Starts to follow, once. */
  start(): void {
    if (!this.enabled || this.running !== undefined || this.stopping.signal.aborted) return;
    this.running = this.run(this.stopping.signal);
  }

  /** Aborts what is open, lets the store finish, and closes the state (I11). @returns when nothing runs any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    if (!this.state.isClosed) await this.keeper?.close();
    this.state.close();
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { transport, environment } = this;
    const from = await this.boot(signal);
    await new ShapeFollower({ transport, sink: this, ...environment }, from).run(signal);
  }

  /** Serves what the store has, at once. @returns where the log is to be resumed. */
  private async boot(signal: AbortSignal): Promise<StoredTable<A> | undefined> {
    const { pacer } = this.environment;
    const stored = await this.keeper?.load(this.decoding, pacer);
    if (stored === undefined || signal.aborted) return undefined;
    const { changes, schema, position } = stored;
    this.committed(
      await runInSlices(this.table.reset(changes, this.decoding.mapper(schema)), pacer, signal),
      'store',
      position,
    );
    return stored;
  }

  /** Of what is followed, and where: a stored copy of anything else is of no use. */
  private fingerprint(): string {
    const { table, where, params, columns } = this.options.shape;
    return JSON.stringify({ origin: this.transport.endpoint, table, where, params, columns });
  }

  decoder(schema: ShapeSchema, fresh: boolean): DecodeRow<DecodedChange<A>> {
    try {
      return this.decoding.decoder(schema, fresh);
    } catch (error) {
      if (error instanceof CommonCodeConfigurationError) this.state.misconfigured(error);
      throw error;
    }
  }

  async commit(commit: ShapeCommit<DecodedChange<A>>, signal: AbortSignal): Promise<boolean> {
    const { changes, position, schema } = commit;
    const strict = this.doubtedHandle !== position.handle;
    const steps = commit.reset
      ? this.table.reset(changes, this.decoding.mapper(schema))
      : this.table.apply(changes, strict);
    const applied = await runInSlices(steps, this.environment.pacer, signal);
    if (applied === undefined) {
      this.doubtedHandle = position.handle;
      return false;
    }
    this.committed(applied, 'electric', position);
    this.keeper?.write(commit);
    return true;
  }

  private committed(applied: Applied<A>, source: 'store' | 'electric', position: ShapePosition): void {
    this.state.committed(applied, source, position, this.table.rejected);
    if (applied.rejected.length > 0) this.log.rejected(applied.rejected);
    if (applied.contradictions > 0) this.log.contradictions(applied.contradictions);
  }

  upToDate(ageMs: number): void {
    this.state.confirmed(ageMs);
  }

  failed(error: ExchangeError, consecutive: number, retryInMs: number): void {
    this.state.failed(error, consecutive);
    this.log.failed(error, consecutive, retryInMs);
  }

  startingOver(why: string, times: number): void {
    this.log.startingOver(why, times);
  }

  handleCameBack(): void {
    if (!this.cacheWarned) this.log.handleCameBack();
    this.cacheWarned = true;
  }

  progress(rows: number): void {
    this.log.progress(rows);
  }
}
