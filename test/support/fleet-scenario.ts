import type { Client } from 'pg';
import { EmbeddedProcess } from './embedded-process.js';
import { Fleet } from './fleet.js';
import { Nginx } from './nginx.js';
import { OutageProxy } from './outage-proxy.js';
import { temporaryFolder } from './temporary.js';

/** What went over the wire in one phase. */
export interface PhaseCounts {
  /** Requests that the followers sent. */
  readonly followers: number;
  /** Of these, by how nginx answered: MISS and EXPIRED went on to Electric, HIT and STALE did not. */
  readonly nginx: Readonly<Record<string, number>>;
  /** Requests that reached Electric. Refused connections do not. */
  readonly electric: number;
  /** Until a follower had a change, from the moment before it was sent to Postgres. */
  readonly propagationMs?: { readonly p50: number; readonly p99: number };
}

export const PHASES = ['start', '50 changes', 'idle, 2 polls', 'truncated and refilled', 'Electric restarts'] as const;
export type Phase = (typeof PHASES)[number];

/** What a fleet cost, and what its readers saw. */
export interface FleetLife {
  readonly phases: Readonly<Record<Phase, PhaseCounts>>;
  /** How many codes any reader found in any version. */
  readonly sizes: readonly number[];
}

const SECRET = 'fleet s3cret';
/** Electric's is 20 s: here, so that a test sees some. */
const POLL_MS = 3_000;
/** More than the half second in which nginx looks after those who wait, and well below a poll. */
const SETTLED_MS = 800;

/** Followers, nginx with docs/nginx.conf, a counter, and an Electric in a process of its own; and a day in their life. */
export class FleetScenario {
  private readonly dataDir = temporaryFolder();
  private electric!: EmbeddedProcess;
  private counter!: OutageProxy;
  private nginx!: Nginx;
  private db!: Client;

  async start(): Promise<void> {
    this.electric = await EmbeddedProcess.start({ dataDir: this.dataDir, secret: SECRET, longPollTimeoutMs: POLL_MS });
    this.counter = await OutageProxy.start(this.electric.url);
    this.nginx = await Nginx.start(temporaryFolder(), Number(new URL(this.counter.url).port), SECRET);
    this.db = await this.electric.connect();
  }

  async stop(): Promise<void> {
    await this.db?.end();
    await this.nginx?.stop();
    await this.counter?.down();
    await this.electric?.stop();
  }

  /** 100 codes, then none, then 80; one of them changes. @returns what it cost, phase by phase. */
  async live(table: string, followers: number): Promise<FleetLife> {
    await this.db.query(`CREATE TABLE ${table} (group_code text, code text, code_name text, sort_order int, use_yn char(1),
      PRIMARY KEY (group_code, code))`);
    await this.fill(table, 'first', 100);
    const fleet = new Fleet(followers, this.nginx.url, table);
    const phase = (happens: (took: number[]) => Promise<void>) => this.counted(fleet, happens);
    try {
      const phases = {
        start: await phase(() => {
          fleet.start();
          return fleet.converged('G', names('first', 100));
        }),
        '50 changes': await phase(async (took) => {
          for (let change = 1; change <= 50; change += 1) {
            const arrived = fleet.awaitLabel('G', '0', `change ${change}`);
            await this.db.query(`UPDATE ${table} SET code_name = 'change ${change}' WHERE code = '0'`);
            took.push(...(await arrived));
          }
        }),
        'idle, 2 polls': await phase(() => sleep(2 * POLL_MS)),
        'truncated and refilled': await phase(async () => {
          await this.db.query(`TRUNCATE ${table}`);
          await this.fill(table, 'second', 80);
          await fleet.converged('G', names('second', 80));
        }),
        'Electric restarts': await phase(async () => {
          await this.restart(`UPDATE ${table} SET code_name = 'after' WHERE code = '0'`);
          await fleet.converged('G', ['after', ...names('second', 80).slice(1)]);
        }),
      };
      return { phases, sizes: [...fleet.sizes] };
    } finally {
      await fleet.stop();
    }
  }

  private async fill(table: string, generation: string, rows: number): Promise<void> {
    const values = names(generation, rows).map((name, index) => `('G', '${index}', '${name}', ${index}, 'Y')`);
    await this.db.query(`INSERT INTO ${table} VALUES ${values.join(',')}`);
  }

  /** As kill -9 and start: connections are refused meanwhile, and the first poll gets a 409 though its handle lives on (36). */
  private async restart(meanwhile: string): Promise<void> {
    const { url, databaseUrl } = this.electric;
    const [port, databasePort] = [Number(new URL(url).port), Number(new URL(databaseUrl).port)];
    await this.db.end();
    await this.counter.down();
    await this.electric.kill();
    const { dataDir } = this;
    const options = { dataDir, port, databasePort, secret: SECRET, longPollTimeoutMs: POLL_MS };
    this.electric = await EmbeddedProcess.start({ ...options, misbehave: { rejectPolls: { count: 1 } } });
    this.db = await this.electric.connect();
    await this.db.query(meanwhile);
    await this.counter.up();
  }

  private async counted(fleet: Fleet, happens: (took: number[]) => Promise<void>): Promise<PhaseCounts> {
    const { requests } = fleet;
    const lines = this.nginx.accessLog.length;
    const reached = this.counter.requests.length;
    const took: number[] = [];
    await happens(took);
    await fleet.settled(SETTLED_MS);
    const nginx: Record<string, number> = {};
    for (const line of this.nginx.accessLog.slice(lines)) {
      const how = / cache=(\S+) /.exec(line)?.[1] ?? 'unknown';
      nginx[how] = (nginx[how] ?? 0) + 1;
    }
    const electric = this.counter.requests.length - reached;
    const propagation = took.length > 0 && { propagationMs: percentiles(took) };
    return { followers: fleet.requests - requests, nginx, electric, ...propagation };
  }
}

function names(generation: string, rows: number): string[] {
  return Array.from({ length: rows }, (_, index) => `${generation} ${index}`);
}

function percentiles(values: readonly number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
