import { FuzzAudits } from './fuzz-audits.js';
import { FuzzClock } from './fuzz-clock.js';
import { Dice } from './fuzz-dice.js';
import { expectFewLines, expectOneOutage, expectRight, expectStored } from './fuzz-expectations.js';
import { createFollower, type FuzzFollower } from './fuzz-follower.js';
import { FuzzLines } from './fuzz-lines.js';
import { FuzzNotes } from './fuzz-notes.js';
import { FuzzReader } from './fuzz-reader.js';
import type { EpisodeReport, Mode } from './fuzz-report.js';
import { FuzzServer } from './fuzz-server.js';
import { TableInPlay } from './fuzz-table-in-play.js';
import { UselessAnswers } from './fuzz-useless-answers.js';
import { MemoryStore } from './memory-store.js';
import { isSubset, type ScriptedRequest } from './scripted-electric.js';

/** How long after the last fuzzed answer the cache has to be right again: backoff and Retry-After come to their ends. */
const MEND_MS = 300_000;

export async function playEpisode(
  seed: number,
  inputs: number,
  mode: Mode,
  trace?: (line: string) => void,
): Promise<EpisodeReport> {
  const episode = new Episode(seed, inputs, mode, new FuzzNotes(trace));
  await episode.play();
  return episode.report();
}

class Episode {
  private readonly dice: Dice;
  private readonly clock = new FuzzClock();
  private readonly table: TableInPlay;
  private readonly store = new MemoryStore();
  private readonly lines: FuzzLines;
  private readonly follower: FuzzFollower;
  private readonly useless: UselessAnswers;
  private readonly server: FuzzServer;
  private readonly reader: FuzzReader;
  private readonly audits: FuzzAudits;

  constructor(
    private readonly seed: number,
    private readonly inputs: number,
    private readonly mode: Mode,
    private readonly notes: FuzzNotes,
  ) {
    this.dice = new Dice(seed);
    this.table = new TableInPlay(this.dice, this.clock);
    this.lines = new FuzzLines(notes);
    const { clock, dice, table } = this;
    this.follower = createFollower(table.electric.fetch, this.store, this.lines, clock, dice);
    const { cache, replicator } = this.follower;
    this.audits = new FuzzAudits(this.follower);
    this.useless = new UselessAnswers(replicator.state, mode, clock, notes);
    this.server = new FuzzServer(table, mode, this.useless, dice, clock, notes);
    this.reader = new FuzzReader(cache, mode, table.history, this.useless, clock, notes);
  }

  async play(): Promise<void> {
    try {
      await this.playFuzzed();
      await this.playMended();
      await this.playClosed();
      await this.playRestarted();
    } catch (error) {
      this.notes.flaw(`threw: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  report(): EpisodeReport {
    return {
      seed: this.seed,
      inputs: this.server.fuzzed,
      effects: this.server.effects,
      kinds: this.server.kinds,
      requests: this.table.electric.requests.length,
      versions: this.reader.versions,
      audits: this.audits.done,
      transitions: this.reader.transitions,
      lines: this.lines.loud,
      virtualMs: this.clock.monotonic(),
      flaws: this.notes.flaws,
    };
  }

  private async playFuzzed(): Promise<void> {
    this.reader.follow();
    this.table.electric.interventions.push((request) => this.intervene(request));
    this.follower.replicator.start();
    const played = await this.clock.run(() => this.server.fuzzed >= this.inputs);
    if (!played) this.notes.flaw(`the sync ended after ${this.server.fuzzed} answers (I3)`);
    if (this.mode !== 'useless') expectFewLines(this.lines, this.reader, this.notes);
    else {
      const outage = { answers: this.inputs, ms: this.clock.monotonic() };
      expectOneOutage(this.follower, this.lines, this.reader, outage, this.notes);
    }
  }

  private intervene(request: ScriptedRequest): Promise<Response> | undefined {
    const { clock, dice, server, table } = this;
    clock.activity += 1;
    this.useless.expectNoTrace(isSubset(request));
    table.live();
    if (server.fuzzed >= this.inputs) return undefined;
    if (dice.chance(0.02)) this.audits.start();
    const bounds = table.outOfBounds(request);
    if (bounds !== undefined) return Promise.resolve(bounds);
    const isSpared =
      this.mode === 'useless' ? this.follower.replicator.state.status.lastSyncedAt === undefined : dice.chance(0.25);
    return isSpared ? undefined : server.answer(request);
  }

  /** The server is good from here on. */
  private async playMended(): Promise<void> {
    const { clock, mode, notes, table } = this;
    table.rest();
    if (mode === 'lying') table.electric.rotate();
    table.electric.wake();
    this.useless.end();
    const end = clock.monotonic() + MEND_MS;
    await clock.run(() => clock.monotonic() > end);
    expectRight(this.follower, table.history, mode, notes);
  }

  private async playClosed(): Promise<void> {
    await this.follower.replicator.stop();
    await this.clock.run(() => this.audits.running === 0);
    if (this.clock.pending > 0) this.notes.flaw(`I11: ${this.clock.pending} timers are left`);
  }

  /** Another process takes over from the store, with Electric down. */
  private async playRestarted(): Promise<void> {
    const { clock, dice, notes, store } = this;
    const down = () => Promise.reject(new TypeError('fetch failed'));
    const next = createFollower(down, store, new FuzzLines(notes), clock, dice);
    next.replicator.start();
    await clock.run(() => next.cache.status.lastError !== undefined);
    expectStored(next, this.table.history, notes);
    await next.replicator.stop();
  }
}
