import { CommonCodeCache, type CommonCodeSnapshot } from 'nestjs-common-code';
import { SqliteSnapshotStore } from 'nestjs-common-code/sqlite';
import { Replicator } from '../../lib/replica/replicator.js';
import { contradictionsOf, divergencesOf, shows } from './chaos-comparison.js';
import { evidenceOf } from './chaos-evidence.js';
import type { Random } from './chaos-random.js';
import { isSturdy } from './chaos-rows.js';
import type { ChaosTable } from './chaos-table.js';
import { FastClock } from './fault-clock.js';
import { FaultProxy } from './fault-proxy.js';
import { Witness } from './fault-witness.js';
import { Lines } from './replica-harness.js';

/** Times faster than the world: a poll of 700 ms is one of 28 s, and the longest backoff is less than half a second. */
const FACTOR = 40;
export const POLL_MS = 700;

export interface ChaosReaderOptions {
  readonly name: string;
  readonly table: ChaosTable;
  readonly electricUrl: string;
  /** The file of its store, if it has one. */
  readonly path?: string;
  readonly random: Random;
  readonly lossy: boolean;
}

/** A cache behind a proxy of its own, that is closed and started anew, and whose every emission is held against the table. */
export class ChaosReader {
  readonly problems: string[] = [];
  /** What led to the problems. */
  readonly evidence: string[] = [];
  versionsChecked = 0;
  corrected = 0;
  restarts = 0;
  servedFromStore = 0;
  private replicator!: Replicator<Record<string, unknown>>;
  private cache!: CommonCodeCache;
  private witness!: Witness;
  private lines!: Lines;
  /** What the one before had seen when it was closed, and stored. */
  private closedAt: number | undefined;

  private constructor(
    private readonly options: ChaosReaderOptions,
    readonly proxy: FaultProxy,
  ) {}

  static async start(options: ChaosReaderOptions): Promise<ChaosReader> {
    const reader = new ChaosReader(options, await FaultProxy.start(options.electricUrl));
    reader.begin();
    return reader;
  }

  get name(): string {
    return this.options.name;
  }

  get status(): CommonCodeCache['status'] {
    return this.cache.status;
  }

  /** The last lines that an operator would see. */
  get said(): readonly string[] {
    return this.lines.all.slice(-12).map(({ text }) => text);
  }

  /** Whether it shows the table as it is now. */
  isThere(): boolean {
    const { table, lossy } = this.options;
    return shows(this.cache, table.now, lossy);
  }

  /** How many codes are not as in the table, those included that can be lost. */
  divergences(): number {
    return divergencesOf(this.cache, this.options.table.now);
  }

  /** Looks at it between emissions. */
  look(): void {
    if (this.cache.status.source !== 'none') this.problems.push(...contradictionsOf(this.cache));
  }

  /** Audits: rightly so if rows were lost, and in vain otherwise. */
  async audit(): Promise<string> {
    try {
      const { corrected, superseded } = await this.cache.audit();
      this.corrected += corrected;
      if (corrected > 0 && !this.options.lossy) {
        this.problems.push(`I12: an audit "corrected" ${corrected} rows of a log that had lost none`);
      }
      return superseded ? 'superseded' : `corrected ${corrected}`;
    } catch (error) {
      return `failed: ${(error as Error).message}`;
    }
  }

  /** Closes it, as a pod that is replaced, and starts the next one. */
  async restart(): Promise<void> {
    await this.stop();
    this.restarts += 1;
    this.begin();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.proxy.close();
  }

  private begin(): void {
    const { table, path, random, lossy, name } = this.options;
    const lines = new Lines();
    this.lines = lines;
    this.replicator = new Replicator(
      {
        electric: { url: this.proxy.url, liveTimeoutMs: 2 * POLL_MS * FACTOR },
        shape: { table: table.name },
        ...(path !== undefined && { store: new SqliteSnapshotStore({ path }) }),
      },
      lines,
      { clock: new FastClock(FACTOR), random },
    );
    this.cache = new CommonCodeCache(this.replicator);
    // A store is written behind the swap: it has what was seen when it was closed in order, if it has anything.
    const witness = new Witness(table.history, this.closedAt ?? 0, lossy ? isSturdy : undefined);
    this.witness = witness;
    let first = true;
    this.cache.snapshot$.subscribe((snapshot: CommonCodeSnapshot) => {
      if (first && this.cache.status.source === 'store') this.servedFromStore += 1;
      first = false;
      witness.see(snapshot);
      for (const problem of witness.problems.splice(0)) {
        this.problems.push(`${name}: ${problem}`);
        this.evidence.push(problem, ...evidenceOf(this.proxy.exchanges, this.said));
      }
      if (this.cache.snapshot !== snapshot) this.problems.push(`I2: ${name} emitted before the swap`);
    });
    this.replicator.start();
  }

  private async stop(): Promise<void> {
    const { state } = this.cache.status;
    if (state === 'closed') this.problems.push('I3: closed by itself');
    await this.replicator.stop();
    this.versionsChecked += this.witness.checked;
    const hasStored = this.options.path !== undefined && this.cache.status.store?.lastError === undefined;
    this.closedAt = hasStored && this.witness.checked > 0 ? this.witness.reached : undefined;
    const unusable = this.lines.all.find(({ text }) => text.startsWith('Starting without what the store has'));
    if (unusable !== undefined) this.problems.push(`I7: ${this.name}: ${unusable.text}`);
  }
}
