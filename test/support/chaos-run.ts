import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChaosElectric } from './chaos-electric.js';
import { faultsOf, misbehavioursOf } from './chaos-plans.js';
import { pick } from './chaos-random.js';
import { ChaosReader, POLL_MS } from './chaos-reader.js';
import { mend, recover } from './chaos-recovery.js';
import type { ChaosReport } from './chaos-report.js';
import { type ChaosWorld, step } from './chaos-steps.js';
import { ChaosTable } from './chaos-table.js';
import { sum } from './fault-report.js';
import { seeded } from './replica-harness.js';

export interface ChaosOptions {
  readonly seed: number;
  /** How often the faults end, and the caches have to be the table. */
  readonly rounds: number;
  /** How many things happen in between. */
  readonly steps: number;
  /** Electric loses rows as well (29), and audits find them. */
  readonly lossy: boolean;
  /** Told of each step. */
  readonly log: (line: string) => void;
}

/** One seed: random SQL, faults, misbehaviours and restarts, in rounds, each of which ends in peace. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  // Answers of some rows, so that snapshots and transactions come in several; or as Electric cuts them (9).
  const chunkBytes = pick(seeded(options.seed + 5), [2_000, 8_000, 10 * 1024 * 1024]);
  const electric = await ChaosElectric.start({ longPollTimeoutMs: POLL_MS, schemaCheckMs: 2_000, chunkBytes });
  try {
    return await new ChaosRun(options, electric).run();
  } finally {
    await electric.close();
  }
}

class ChaosRun {
  private readonly readers: ChaosReader[] = [];
  private readonly world: ChaosWorld;
  private readonly folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  private readonly problems: string[] = [];
  private recoveries = 0;
  private codesDivergent = 0;

  constructor(
    private readonly options: ChaosOptions,
    private readonly electric: ChaosElectric,
  ) {
    const { seed, lossy } = options;
    const table = new ChaosTable(() => electric.client, seeded(seed + 1_000_003), lossy);
    const counts = { transactions: 0, restartsOfElectric: 0, audits: [] };
    this.world = { random: seeded(seed), table, electric, readers: this.readers, lossy, ...counts };
  }

  async run(): Promise<ChaosReport> {
    const uncaught = (error: unknown) => void this.problems.push(`I3: uncaught: ${String(error)}`);
    process.on('unhandledRejection', uncaught).on('uncaughtException', uncaught);
    try {
      await this.world.table.create();
      await this.startReader('without a store');
      await this.startReader('with a store', { path: join(this.folder, 'codes.sqlite') });
      for (let round = 0; round < this.options.rounds && this.found.length === 0; round += 1) await this.round(round);
    } catch (error) {
      this.problems.push(`the run broke off: ${error instanceof Error ? error.stack : String(error)}`);
    } finally {
      for (const reader of this.readers) await reader.close();
      await Promise.allSettled(this.world.audits);
      rmSync(this.folder, { recursive: true, force: true });
      process.off('unhandledRejection', uncaught).off('uncaughtException', uncaught);
    }
    return this.report();
  }

  private get found(): string[] {
    return [...this.problems, ...this.readers.flatMap(({ problems }) => problems)];
  }

  private async startReader(name: string, store: { readonly path?: string } = {}): Promise<void> {
    const { seed, lossy } = this.options;
    const random = seeded(seed * 7 + this.readers.length);
    const { table } = this.world;
    this.readers.push(
      await ChaosReader.start({ name, table, electricUrl: this.electric.url, random, lossy, ...store }),
    );
  }

  private async round(round: number): Promise<void> {
    const { steps, seed, lossy, log } = this.options;
    const { readers, electric, world } = this;
    for (const [index, reader] of readers.entries()) reader.proxy.play(faultsOf(seeded(seed * 31 + round * 7 + index)));
    await electric.misbehave(misbehavioursOf(world.random, lossy));
    for (let index = 0; index < steps; index += 1) {
      log(`${round}.${index} ${await step(world)}`);
      for (const reader of readers) reader.look();
    }
    await electric.misbehave();
    for (const reader of readers) await reader.proxy.heal();
    for (const late of await Promise.all(readers.map((reader) => recover(reader, lossy)))) {
      if (late === undefined) this.recoveries += 1;
      else this.problems.push(late);
    }
    if (lossy) for (const reader of readers) await this.mend(reader);
  }

  private async mend(reader: ChaosReader): Promise<void> {
    const { lost, problem } = await mend(reader);
    this.codesDivergent += lost;
    if (problem !== undefined) this.problems.push(problem);
  }

  private async report(): Promise<ChaosReport> {
    const { readers, world, recoveries, codesDivergent } = this;
    const count = (of: (reader: ChaosReader) => number) => readers.reduce((total, reader) => total + of(reader), 0);
    return {
      seed: this.options.seed,
      lossy: this.options.lossy,
      transactions: world.transactions,
      versions: world.table.history.length,
      versionsChecked: count(({ versionsChecked }) => versionsChecked),
      faults: sum(...readers.map(({ proxy }) => proxy.injected)),
      misbehaviours: await this.electric.misbehaved(),
      restartsOfElectric: world.restartsOfElectric,
      restartsOfCaches: count(({ restarts }) => restarts),
      servedFromStore: count(({ servedFromStore }) => servedFromStore),
      ...{ recoveries, codesDivergent },
      rowsCorrected: count(({ corrected }) => corrected),
      problems: this.found,
      evidence: readers.flatMap(({ evidence }) => evidence),
    };
  }
}
