import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { Random } from './chaos-random.js';
import { EmbeddedProcess } from './embedded-process.js';
import { KillLife } from './kill-life.js';
import { caughtUp, later, MOMENTS } from './kill-moments.js';
import { KillTable } from './kill-table.js';
import { KillWitness } from './kill-witness.js';
import { seeded } from './replica-harness.js';

export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  /** The Nodes that the lives run on, by turns. */
  readonly executables: readonly string[];
  readonly log: (line: string) => void;
}

export interface KillReport {
  readonly kills: number;
  /** What the process was doing, by its own account. */
  readonly killedWhile: Readonly<Record<string, number>>;
  readonly transactions: number;
  readonly versionsChecked: number;
  readonly servedFromStore: number;
  /** Of those, lives that went on from where the store's copy ended; and those that had to read the shape anew. */
  readonly resumed: number;
  readonly refetched: number;
  readonly audits: number;
  /** Lives that came as far as the table. */
  readonly catchUps: number;
  readonly divergences: number;
  readonly problems: readonly string[];
}

/** A process after another, on one store, each killed; the last one has to be the table. */
export async function runKills(options: KillOptions): Promise<KillReport> {
  // Answers of some rows; and what makes it hard to say where transactions end (9, 33, 35).
  const misbehave = { splitTransactions: { probability: 0.2 }, omitLast: { probability: 0.2 } };
  const electric = await EmbeddedProcess.start({ longPollTimeoutMs: 2_000, chunkBytes: 20_000, misbehave });
  const client = await electric.connect();
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  try {
    return await new KillRun(options, client, electric.url, folder).run();
  } finally {
    await client.end();
    await electric.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

class KillRun {
  private readonly random: Random;
  private readonly table: KillTable;
  private readonly witness: KillWitness;
  private readonly killedWhile: Record<string, number> = {};
  private stores = 0;
  private lives = 0;
  private catchUps = 0;

  constructor(
    private readonly options: KillOptions,
    client: Client,
    private readonly url: string,
    private readonly folder: string,
  ) {
    this.random = seeded(options.seed);
    this.table = new KillTable(client, seeded(options.seed + 1));
    this.witness = new KillWitness(this.table);
  }

  async run(): Promise<KillReport> {
    const { table, witness, options } = this;
    await table.create();
    table.begin();
    for (let kill = 0; kill < options.kills && witness.problems.length === 0; kill += 1) await this.kill(kill);
    await table.stop();
    await this.lastLife();
    return {
      kills: Object.values(this.killedWhile).reduce((total, n) => total + n, 0),
      killedWhile: this.killedWhile,
      transactions: table.generation,
      versionsChecked: witness.versionsChecked,
      servedFromStore: witness.servedFromStore,
      ...{ resumed: witness.resumed, refetched: witness.refetched, audits: witness.audits },
      catchUps: this.catchUps,
      divergences: witness.problems.length,
      problems: witness.problems,
    };
  }

  private async kill(index: number): Promise<void> {
    const { table, witness, random, options } = this;
    const moment = MOMENTS[index % MOMENTS.length] as (typeof MOMENTS)[number];
    const { generation } = table;
    const life = this.begin(moment.isFresh);
    await moment
      .reached(life, table, random)
      .then(() => later(moment, random))
      .catch((error: Error) => witness.problems.push(`I3: ${error.message}`));
    await life.kill();
    this.killedWhile[life.doing] = (this.killedWhile[life.doing] ?? 0) + 1;
    if (life.seen?.source === 'electric' && life.seen.generation >= generation) this.catchUps += 1;
    options.log(`kill ${index + 1}, ${moment.name}: ${life.doing}, at ${life.seen?.generation} of ${table.generation}`);
  }

  /** Nobody writes any more. */
  private async lastLife(): Promise<void> {
    const { table, witness } = this;
    const life = this.begin();
    await caughtUp(life, table)
      .then(() => (this.catchUps += 1))
      .catch((error: Error) => witness.problems.push(`I3: ${error.message}`));
    const code = await life.stop();
    if (code !== 0) witness.problems.push(`I11: told to stop, it ended with ${code}`);
    if (!table.has(table.generation, await table.checksumInPostgres())) {
      witness.problems.push('the table is not what this suite takes it for');
    }
  }

  private begin(isFresh = false): KillLife {
    const { executables } = this.options;
    if (isFresh) this.stores += 1;
    const path = join(this.folder, `codes-${this.stores}.sqlite`);
    const executable = executables[this.lives % executables.length] as string;
    this.lives += 1;
    this.witness.lifeBegins(isFresh);
    return new KillLife({ url: this.url, table: this.table.name, path }, executable, this.witness.hear);
  }
}
