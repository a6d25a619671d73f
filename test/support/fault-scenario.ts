import { inspect } from 'node:util';
import type { CommonCodeModuleOptions } from 'nestjs-common-code';
import pg, { type Client } from 'pg';
import { optionsFor } from './codes-app.js';
import { connect, electricTarget, truncateTables } from './electric-target.js';
import { eventually } from './eventually.js';
import { expectRecovery, type FaultApp, pauseProblems, startFaultApp } from './fault-app.js';
import type { Fault } from './fault-exchange.js';
import { FaultProxy } from './fault-proxy.js';
import { sum, totalOf, writeReport } from './fault-report.js';
import { WatchedTable, type WatchedTableOptions } from './fault-table.js';

/** Sent with every request, and said nowhere. */
const CONFIDENTIAL = 'c0nf1dent1al';

/** In what a fault breaks into. */
export type Situation = 'following' | 'starting' | 'reading the shape anew';

export interface Expectations {
  /** How often it is played before it ends. */
  readonly times?: number;
  /** What `lastError` says meanwhile. */
  readonly says?: RegExp;
  /** What Retry-After asks for, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly table?: WatchedTableOptions;
  /** No answer at all can be used. Default: `true`. */
  readonly total?: boolean;
}

/** One application behind one proxy at a time, and what was done to all of them. */
export class FaultScenario {
  db!: Client;
  proxy!: FaultProxy;
  app: FaultApp | undefined;
  /** Faults that are not the proxy's, by kind. */
  readonly others: Record<string, number> = {};
  private injected: Record<string, number> = {};
  private tests = 0;
  private versions = 0;
  private problems = 0;
  private planted = 0;
  /** What readers see wrong is what the test planted, to be found. */
  plantsDivergences = false;

  /**
   * Registers the hooks of a suite.
   * @param suite the name of its report.
   * @param electric which one, if it is not the one of the whole run.
   */
  constructor(suite: string, electric?: () => { readonly url: string; readonly databaseUrl: string }) {
    const started = Date.now();
    beforeAll(async () => {
      this.db = electric === undefined ? await connect() : await clientOf(electric().databaseUrl);
    });
    beforeEach(async () => {
      this.proxy = await FaultProxy.start((electric?.() ?? electricTarget()).url);
    });
    afterEach(async () => {
      await this.app?.close();
      await this.proxy.close();
      this.tests += 1;
      this.injected = sum(this.injected, this.proxy.injected);
      this.versions += this.app?.witness.checked ?? 0;
      const problems = this.app?.witness.problems.length ?? 0;
      if (this.plantsDivergences) this.planted += problems;
      else this.problems += problems;
      this.plantsDivergences = false;
      this.app = undefined;
    });
    afterAll(async () => {
      await truncateTables(this.db);
      await this.db.end();
      this.injected = sum(this.injected, this.others);
      writeReport(suite, {
        tests: this.tests,
        faultsInjected: totalOf(this.injected),
        faultsByKind: this.injected,
        versionsChecked: this.versions,
        divergences: this.problems,
        divergencesPlanted: this.planted,
        durationMs: Date.now() - started,
      });
    });
  }

  /** A table, and an application that follows it through the proxy. */
  async follow(
    table?: WatchedTable,
    more: Partial<CommonCodeModuleOptions> = {},
    url = this.proxy.url,
  ): Promise<{ table: WatchedTable; app: FaultApp }> {
    const watched = table ?? (await WatchedTable.create(this.db));
    const options = optionsFor(watched.name, url);
    this.app = await startFaultApp(
      { ...options, ...more, electric: { headers: { 'x-key': CONFIDENTIAL }, ...options.electric, ...more.electric } },
      watched.history,
    );
    return { table: watched, app: this.app };
  }

  /** One that has the table. */
  async followed(table?: WatchedTable, more?: Partial<CommonCodeModuleOptions>, url?: string) {
    const followed = await this.follow(table, more, url);
    await eventually(() => expect(followed.table.isSeenBy(followed.app.cache)).toBe(true));
    return followed;
  }

  /** Counts a fault that is not the proxy's. */
  count(kind: string): void {
    this.others[kind] = (this.others[kind] ?? 0) + 1;
  }

  /** Until a fault has been played so often. */
  async played(kind: string, times: number): Promise<void> {
    await eventually(() => expect(this.proxy.injected[kind] ?? 0).toBeGreaterThanOrEqual(times));
  }

  /**
   * Plays a fault on every request until it has been met so often, ends it, and holds the whole of design.md against what
   * happened: during it and after it.
   */
  async survive(fault: Fault, situation: Situation, expectations: Expectations = {}): Promise<void> {
    const { times = 4, says, retryAfterMs, table: tableOptions, total = true } = expectations;
    const { proxy } = this;
    const table = await WatchedTable.create(this.db, tableOptions);
    if (situation === 'starting') {
      proxy.playOn(fault);
      await this.follow(table, { startup: { wait: false } });
    } else {
      await this.followed(table);
      proxy.playOn(fault);
      if (situation === 'following') await table.move(3);
      else await table.rotate();
    }
    const app = this.app as FaultApp;
    const before = proxy.exchanges.findIndex((exchange) => exchange.fault === fault.kind);
    await this.played(fault.kind, times);
    await eventually(() => expect(app.tries().length).toBeGreaterThanOrEqual(total ? times : 0));

    // I3, I4: during it.
    const { status } = app.cache;
    const [codes, ready] = [await app.get('/codes/ACCOUNT'), await app.get('/health/ready')];
    if (total) {
      const started = situation !== 'starting';
      expect([codes.status, ready.status]).toEqual(started ? [200, 200] : [503, 503]);
      if (started) expect(codes.body).toHaveLength(6);
      expect(status).toMatchObject(
        started ? { state: 'interrupted', source: 'electric' } : { state: 'initializing', source: 'none', version: 0 },
      );
      expect(status.lastError?.message).toEqual(says === undefined ? expect.any(String) : expect.stringMatching(says));
    }
    const tries = app.tries();
    expect(pauseProblems(tries, retryAfterMs)).toEqual([]);
    const requests = proxy.exchanges.length - Math.max(0, before);
    expect(requests).toBeLessThanOrEqual(total ? tries.length + 4 : tries.length * 4 + 8);
    expect(app.lines.loud.length).toBeLessThan(8);

    // And after it, without help.
    await table.move(2);
    await proxy.heal();
    await expectRecovery(proxy, table, app);
    await this.expectWhole();
  }

  /** What no reader saw, what nobody threw, and what nobody said (I6). */
  async expectWhole(): Promise<void> {
    const { witness, uncaught, lines, cache } = this.app as FaultApp;
    expect(witness.problems).toEqual([]);
    expect(uncaught).toEqual([]);
    const said = inspect([lines.all, cache.status, cache.rejected], {
      depth: 20,
      maxArrayLength: null,
      showHidden: true,
    });
    expect(said).not.toContain(CONFIDENTIAL);
    expect(said).not.toMatch(/[?&](offset|table|handle|token)=/);
  }
}

async function clientOf(databaseUrl: string): Promise<Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {}); // Electric may be stopped before
  await client.connect();
  return client;
}
