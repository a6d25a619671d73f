import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { EmbeddedElectricOptions, Misbehaviours } from '../../lib/testing/embedded-electric/index.js';
import { EmbeddedProcess } from './embedded-process.js';
import { sum } from './fault-report.js';

/** An embedded Electric that can be killed and started again, with what it had kept on disk, and that misbehaves on demand. */
export class ChaosElectric {
  private running: { readonly process: EmbeddedProcess; readonly client: Client } | undefined;
  /** How often it has misbehaved in the lives before this one. */
  private before: Record<string, number> = {};

  private constructor(
    private readonly dataDir: string,
    private readonly options: EmbeddedElectricOptions,
  ) {}

  static async start(options: EmbeddedElectricOptions = {}): Promise<ChaosElectric> {
    const electric = new ChaosElectric(await mkdtemp(join(tmpdir(), 'chaos-electric-')), options);
    await electric.up();
    return electric;
  }

  get url(): string {
    return this.alive.process.url;
  }

  /** A client of its Postgres: another one after each start. */
  get client(): Client {
    return this.alive.client;
  }

  async misbehave(plan: Misbehaviours = {}): Promise<void> {
    await this.alive.process.misbehave(plan);
  }

  /** How often it has misbehaved, in which way, over all its lives. */
  async misbehaved(): Promise<Record<string, number>> {
    return sum(this.before, await this.alive.process.misbehaved());
  }

  /** Ends it, by SIGKILL or in order, and starts it again, misbehaving at once if it is told to. */
  async restart(how: 'kill' | 'stop', plan: Misbehaviours = {}): Promise<void> {
    this.before = await this.misbehaved();
    await this.down(how);
    await this.up(plan);
  }

  async close(): Promise<void> {
    if (this.running !== undefined) await this.down('stop');
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private get alive() {
    if (this.running === undefined) throw new Error('The Electric of the chaos is down');
    return this.running;
  }

  private async up(misbehave: Misbehaviours = {}): Promise<void> {
    const process = await EmbeddedProcess.start({ ...this.options, dataDir: this.dataDir, misbehave });
    this.running = { process, client: await process.connect() };
  }

  private async down(how: 'kill' | 'stop'): Promise<void> {
    const { process, client } = this.alive;
    this.running = undefined;
    await process[how]();
    await client.end().catch(() => {}); // it may have gone with its server
  }
}
