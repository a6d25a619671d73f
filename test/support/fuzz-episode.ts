import { CommonCodeCache, type SnapshotStore, type StoreCommit, type StoredRow } from 'nestjs-common-code';
import { Replicator } from '../../lib/replica/replicator.js';
import { type Effect, fuzz } from './fuzz-answers.js';
import { FuzzClock } from './fuzz-clock.js';
import { Dice } from './fuzz-dice.js';
import { FUZZ_TABLES, type FuzzRow, type FuzzTable, shownOf } from './fuzz-tables.js';
import { badRequest, type ScriptedChange, ScriptedElectric, type ScriptedRequest } from './scripted-electric.js';

/** What became of one episode: a cache follows a server that fuzzes its answers, and then one that does not. */
export interface EpisodeReport {
  readonly seed: number;
  readonly inputs: number;
  readonly effects: Record<Effect, number>;
  readonly kinds: Record<string, number>;
  readonly requests: number;
  readonly versions: number;
  readonly audits: number;
  readonly transitions: number;
  /** Lines above debug. */
  readonly lines: number;
  readonly virtualMs: number;
  /** What should not have been. Empty, if all is well. */
  readonly flaws: readonly string[];
}

/** How long after the last fuzzed answer the cache has to be right again: backoff and Retry-After come to their ends. */
const MEND_MS = 300_000;
const LONGEST_LINE = 4_000;
/** Lines above debug, in one outage: what is first wrong, the interruption, and some that are to be mended. */
const MOST_LINES = 12;
/** Answers of which nothing can be used, one right after the other, without a pause: a storm. */
const MOST_AT_ONCE = 8;

/**
 * - `faithful`: only answers by which nothing untrue can be told. Each version that is seen must have been in the table, and
 *   the cache must come to be right by itself.
 * - `lying`: any. The server's next rotation must make the cache right.
 * - `useless`: after a good start, only answers of which nothing can be used. Nothing may change, or be said again and again.
 */
export type Mode = 'faithful' | 'lying' | 'useless';

export async function playEpisode(
  seed: number,
  inputs: number,
  mode: Mode,
  trace?: (line: string) => void,
): Promise<EpisodeReport> {
  const episode = new Episode(seed, inputs, mode, trace);
  try {
    await episode.play();
  } catch (error) {
    episode.flaw(`threw: ${error instanceof Error ? error.stack : String(error)}`);
  }
  return episode.report();
}

class Episode {
  private readonly flaws: string[] = [];
  private readonly dice: Dice;
  private readonly clock = new FuzzClock();
  private readonly table: FuzzTable;
  private readonly electric: ScriptedElectric;
  private readonly store = new MemoryStore();
  private readonly rows = new Map<string, FuzzRow>();
  /** What the table has been, from the first state on. */
  private readonly history = new Map<string, number>();
  private reached = 0;
  private readonly effects: Record<Effect, number> = { none: 0, true: 0, anything: 0 };
  private readonly kinds: Record<string, number> = {};
  private fuzzed = 0;
  private versions = 0;
  private audits = 0;
  private auditing = 0;
  private auditedAt = Number.NEGATIVE_INFINITY;
  private transitions = 0;
  private loud = 0;
  private atOnce = 0;
  private lastBrokenAt = -1;
  /** What must be as it was when the next request comes. */
  private unchanged: { readonly kind: string; readonly snapshot: unknown; readonly rejected: unknown } | undefined;
  private readonly replicator: Replicator<Record<string, unknown>>;
  private readonly cache: CommonCodeCache;

  constructor(
    private readonly seed: number,
    private readonly inputs: number,
    private readonly mode: Mode,
    private readonly trace: ((line: string) => void) | undefined,
  ) {
    this.dice = new Dice(seed);
    this.table = this.dice.pick(FUZZ_TABLES);
    for (let count = this.dice.below(30); count > 0; count -= 1) this.put(this.table.row(this.dice));
    const wires = [...this.rows.values()].map(({ wire }) => wire);
    this.electric = new ScriptedElectric(this.clock, wires, this.table.keyOf);
    this.electric.schema = asHeader(this.table.schema);
    this.remember();
    [this.replicator, this.cache] = this.create(this.electric.fetch);
  }

  async play(): Promise<void> {
    this.observe(this.cache);
    this.electric.interventions.push((request) => this.intervene(request));
    this.replicator.start();
    const played = await this.clock.run(() => this.fuzzed >= this.inputs);
    if (!played) this.flaw(`the sync ended after ${this.fuzzed} answers (I3)`);
    this.expectFewLines();

    // the server is good from here on
    this.electric.interventions.length = 0;
    this.electric.interventions.push((request) => this.outOfBounds(request));
    this.electric.chunkRows = Number.POSITIVE_INFINITY;
    this.electric.claimsUpToDate = false;
    if (this.mode === 'lying') this.electric.rotate();
    this.electric.wake();
    this.unchanged = undefined;
    const end = this.clock.monotonic() + MEND_MS;
    await this.clock.run(() => this.clock.monotonic() > end);
    this.expectRight(this.cache, 'after the server had become good again');
    if (this.cache.status.state !== 'live') this.flaw(`I4: ${this.cache.status.state} with a good server`);
    if (this.cache.status.lastError) this.flaw('I4: an error is shown with a good server');
    if (this.mode !== 'lying' && this.cache.status.corrected > 0) this.flaw('I12: a false alarm');

    await this.replicator.stop();
    await this.clock.run(() => this.auditing === 0);
    if (this.clock.pending > 0) this.flaw(`I11: ${this.clock.pending} timers are left`);
    await this.restart();
  }

  report(): EpisodeReport {
    return {
      seed: this.seed,
      inputs: this.fuzzed,
      effects: this.effects,
      kinds: this.kinds,
      requests: this.electric.requests.length,
      versions: this.versions,
      audits: this.audits,
      transitions: this.transitions,
      lines: this.loud,
      virtualMs: this.clock.monotonic(),
      flaws: [...new Set(this.flaws)].slice(0, 20),
    };
  }

  flaw(what: string): void {
    this.trace?.(`  FLAW: ${what}`);
    this.flaws.push(what);
  }

  private create(fetch: typeof globalThis.fetch): [Replicator<Record<string, unknown>>, CommonCodeCache] {
    const line = (text: string) => this.hear(text);
    const loud = (text: string) => {
      this.loud += 1;
      this.hear(text);
    };
    const replicator = new Replicator<Record<string, unknown>>(
      {
        electric: { url: 'http://electric.test', fetch, secret: SECRET },
        shape: { table: 'common_code' },
        store: this.store,
        audit: { afterReset: true },
      },
      { log: loud, warn: loud, debug: line },
      { clock: this.clock, random: this.dice.next, pacer: { breathe: () => undefined } },
    );
    return [replicator, new CommonCodeCache(replicator)];
  }

  private observe(cache: CommonCodeCache): void {
    cache.snapshot$.subscribe((snapshot) => {
      this.versions += 1;
      this.trace?.(
        `  version ${snapshot.version} of ${snapshot.size} codes at ${JSON.stringify(cache.status.position)}`,
      );
      if (snapshot !== cache.snapshot || snapshot.version !== this.versions) this.flaw('I2: out of order');
      if (this.unchanged !== undefined && !this.mayCorrect) {
        this.flaw(`W3: a version was made of an answer that is not to be used: ${this.unchanged.kind}`);
      }
      const codes = snapshot.groups().flatMap((group) => [...snapshot.listAll(group)]);
      for (const code of codes) if (!isCode(code)) this.flaw(`no code: ${JSON.stringify(code)}`);
      if (this.mode === 'lying') return;
      const at = this.history.get(digest(shownOf(snapshot)));
      if (at === undefined) this.flaw(`I1: a version that was never in the table: ${this.difference(snapshot)}`);
      else if (at < this.reached && !this.isRepeated(at)) this.flaw('I2: backwards');
      else this.reached = at;
    });
    cache.changes$.subscribe(() => {});
    cache.list$('A').subscribe(() => {});
    cache.status$.subscribe((status) => {
      this.transitions += 1;
      this.checkStatus(status);
    });
  }

  /** The same state of the table can come again: only its newest place is known then. */
  private isRepeated(at: number): boolean {
    return at !== this.reached;
  }

  private intervene(request: ScriptedRequest): Promise<Response> | undefined {
    this.clock.activity += 1;
    if (isSubset(request)) this.auditedAt = this.clock.monotonic();
    else this.expectUnchanged();
    this.live();
    if (this.fuzzed >= this.inputs) return undefined;
    if (this.dice.chance(0.02)) this.audit();
    const bounds = this.outOfBounds(request);
    if (bounds !== undefined) return Promise.resolve(bounds);
    if (this.mode === 'useless')
      return this.replicator.state.confirmedAt === undefined ? undefined : this.answer(request);
    return this.dice.chance(0.25) ? undefined : this.answer(request);
  }

  private async answer(request: ScriptedRequest): Promise<Response> {
    const own = await this.electric.answer(request);
    this.clock.activity += 1;
    const columns = this.mode === 'lying' ? undefined : this.table.columns;
    let fuzzed = await fuzz(own.clone(), request, columns, this.dice, this.clock);
    for (let tries = 0; !this.wants(fuzzed.effect); tries += 1) {
      if (tries === 50) return own;
      fuzzed = await fuzz(own.clone(), request, columns, this.dice, this.clock);
    }
    this.trace?.(`${this.fuzzed} ${request.url.search.slice(0, 120)} ${fuzzed.kind} → ${fuzzed.effect}`);
    this.fuzzed += 1;
    this.effects[fuzzed.effect] += 1;
    this.kinds[fuzzed.kind] = (this.kinds[fuzzed.kind] ?? 0) + 1;
    if (fuzzed.effect === 'none') {
      this.countAtOnce(fuzzed.kind);
      const { snapshot, rejected } = this.replicator.state;
      if (!isSubset(request)) this.unchanged = { kind: fuzzed.kind, snapshot, rejected };
    }
    const answer = await fuzzed.answer();
    this.trace?.(
      `  ${answer.status} ${JSON.stringify([...answer.headers]).slice(0, 1_000)} ${fuzzed.body?.toString().slice(0, 3_000)}`,
    );
    return answer;
  }

  private wants(effect: Effect): boolean {
    if (this.mode === 'faithful') return effect !== 'anything';
    return this.mode === 'useless' ? effect === 'none' : effect === 'anything' || this.dice.chance(0.4);
  }

  /** As Electric does: a position behind the end of the log is refused (14). */
  private outOfBounds({ offset, live }: ScriptedRequest): Response | undefined {
    this.clock.activity += 1;
    const [lsn = ''] = offset.split('_');
    if (offset === '-1' || lsn === '0' || live) return undefined;
    return lsn.length > 7 || Number(lsn) > this.lastLsn
      ? badRequest('offset', 'out of bounds for this shape')
      : undefined;
  }

  private get lastLsn(): number {
    return 1_000 + 100 * this.transactions;
  }
  private transactions = 0;

  private expectUnchanged(): void {
    const { unchanged } = this;
    this.unchanged = undefined;
    if (unchanged === undefined || this.mayCorrect) return;
    const { snapshot, rejected } = this.replicator.state;
    if (snapshot !== unchanged.snapshot || rejected !== unchanged.rejected) {
      this.flaw(`W3: an answer that is not to be used left a trace: ${unchanged.kind}`);
    }
  }

  private expectFewLines(): void {
    if (this.mode !== 'useless') {
      const most = 20 + this.transitions * 6 + this.versions * 2;
      if (this.loud > most) this.flaw(`${this.loud} log lines, with ${this.transitions} transitions (I3)`);
      return;
    }
    if (this.loud > MOST_LINES) this.flaw(`${this.loud} log lines in one outage (I3)`);
    if (this.transitions > 4) this.flaw(`${this.transitions} transitions in one outage (I4)`);
    if (this.cache.status.lastError === undefined) this.flaw('I4: an outage without an error');
    if (this.clock.monotonic() < this.inputs * 2_000) this.flaw(`W10: ${this.clock.monotonic()} ms for all of them`);
  }

  /** An audit that was told anything may correct anything, in the middle of an exchange. */
  private get mayCorrect(): boolean {
    return this.mode === 'lying' && this.clock.monotonic() - this.auditedAt < 200_000;
  }

  private countAtOnce(kind: string): void {
    const now = this.clock.monotonic();
    this.atOnce = now === this.lastBrokenAt ? this.atOnce + 1 : 1;
    this.lastBrokenAt = now;
    if (this.atOnce > MOST_AT_ONCE) this.flaw(`W13: asked again at once ${this.atOnce} times (${kind})`);
  }

  /** Something happens to the table. */
  private live(): void {
    const { dice, electric } = this;
    if (dice.chance(0.5)) this.write();
    if (dice.chance(0.1)) electric.chunkRows = dice.chance(0.5) ? Number.POSITIVE_INFINITY : 1 + dice.below(5);
    if (dice.chance(0.02)) {
      electric.rotate();
      electric.snapshotChunkRows = dice.chance(0.3) ? Number.POSITIVE_INFINITY : 1 + dice.below(9); // one for each shape
      electric.handle = `h${this.seed}-${this.electric.requests.length}`;
    }
  }

  private write(): void {
    const { dice, table } = this;
    const changes: ScriptedChange[] = [];
    for (let count = dice.size(6); count > 0; count -= 1) {
      const row = table.row(dice);
      const held = this.rows.get(row.key);
      if (held !== undefined && dice.chance(0.3)) {
        this.rows.delete(row.key);
        changes.push({ operation: 'delete', row: held.wire });
      } else {
        this.put(row);
        changes.push({ operation: held === undefined ? 'insert' : 'update', row: row.wire });
      }
    }
    this.transactions += 1;
    this.remember();
    this.electric.transaction(changes);
  }

  private put(row: FuzzRow): void {
    this.rows.set(row.key, row);
  }

  private remember(): void {
    this.history.set(this.truth(), this.history.size);
  }

  private truth(): string {
    return digest([...this.rows.values()].flatMap(({ shown }) => shown ?? []).sort());
  }

  private audit(): void {
    if (this.replicator.state.snapshot === undefined) return;
    this.auditing += 1;
    this.cache.audit().then(
      () => {
        this.audits += 1;
        this.auditing -= 1;
      },
      () => {
        this.auditing -= 1;
      },
    );
  }

  private hear(text: string): void {
    this.trace?.(`  says: ${text.slice(0, 300)}`);
    if (text.length > LONGEST_LINE) this.flaw(`a log line of ${text.length} characters: ${text.slice(0, 200)}`);
    if (text.includes(SECRET)) this.flaw(`I6: ${text.slice(0, 200)}`);
    const unforeseen = /the answer could not be taken in: (.{0,200})/.exec(text)?.[1];
    if (unforeseen !== undefined) this.flaw(`an error of the library’s own: ${unforeseen}`);
  }

  private checkStatus(status: CommonCodeCache['status']): void {
    const { lastSyncedAt, stalenessMs = 0, lastError } = status;
    if (lastSyncedAt && !(lastSyncedAt.getTime() <= this.clock.wall())) this.flaw('W16: synced later than now');
    if (!(stalenessMs >= 0)) this.flaw(`W16: a staleness of ${stalenessMs}`);
    if (lastError && lastError.message.length > LONGEST_LINE) this.flaw('an error message without end in the status');
    if (lastError && !(lastError.at.getTime() <= this.clock.wall())) this.flaw('an error later than now');
  }

  private expectRight(cache: CommonCodeCache, when: string): void {
    const { snapshot } = this.replicator.state;
    if (snapshot === undefined) this.flaw(`I3: nothing ${when}: ${cache.status.lastError?.message}`);
    else if (digest(shownOf(snapshot)) !== this.truth())
      this.flaw(`I3: not the table ${when}: ${this.difference(snapshot)}`);
  }

  /** In what a version differs from the state of the table that is most like it. */
  private difference(snapshot: CommonCodeCache['snapshot']): string {
    const shown = shownOf(snapshot);
    let least: string[] | undefined;
    for (const state of this.history.keys()) {
      const rows = state === '' ? [] : state.split('\n');
      const lacks = rows.filter((row) => !shown.includes(row)).map((row) => `lacks ${row}`);
      const differences = lacks.concat(shown.filter((row) => !rows.includes(row)).map((row) => `has ${row}`));
      if (least === undefined || differences.length < least.length) least = differences;
    }
    return (least ?? []).slice(0, 4).join('; ');
  }

  /** Another process takes over from the store, with Electric down. */
  private async restart(): Promise<void> {
    const loud = this.loud;
    const [replicator, cache] = this.create(() => Promise.reject(new TypeError('fetch failed')));
    replicator.start();
    await this.clock.run(() => cache.status.lastError !== undefined);
    if (cache.status.source !== 'store') this.flaw('I7: what was stored cannot be loaded');
    else if (digest(shownOf(cache.snapshot)) !== this.truth())
      this.flaw('I7: what was stored is not what the table is');
    await replicator.stop();
    this.loud = loud;
  }
}

const SECRET = 'in-c0nfidence';

function isSubset({ url }: ScriptedRequest): boolean {
  return url.searchParams.has('subset[where]');
}

function digest(shown: readonly string[]): string {
  return shown.join('\n');
}

function isCode(code: ReturnType<CommonCodeCache['listAll']>[number]): boolean {
  return (
    Object.isFrozen(code) &&
    typeof code.group === 'string' &&
    typeof code.code === 'string' &&
    typeof code.label === 'string' &&
    (code.sortOrder === null || Number.isFinite(code.sortOrder)) &&
    typeof code.active === 'boolean' &&
    (code.parent === null || typeof code.parent === 'string') &&
    typeof code.attributes === 'object' &&
    Object.isFrozen(code.attributes)
  );
}

/** Column names travel in a header as UTF-8. */
function asHeader(schema: FuzzTable['schema']): FuzzTable['schema'] {
  const latin1 = {};
  for (const [name, column] of Object.entries(schema)) {
    const value = Buffer.from(name, 'utf8').toString('latin1');
    Object.defineProperty(latin1, value, { value: column, enumerable: true });
  }
  return latin1;
}

/** Keeps texts, as a file would. */
class MemoryStore implements SnapshotStore {
  private readonly rows = new Map<string, string>();
  private head: { readonly position: StoreCommit['position']; readonly schema: string } | undefined;

  async load() {
    const { head } = this;
    if (head === undefined) return undefined;
    return { ...head, rows: [[...this.rows.values()].map((text) => JSON.parse(text) as StoredRow)] };
  }

  async save({ reset, upserts, deletes, position, schema }: StoreCommit): Promise<void> {
    if (reset) this.rows.clear();
    for (const [key, row] of upserts) this.rows.set(key, JSON.stringify(row));
    for (const key of deletes) this.rows.delete(key);
    this.head = { position, schema };
  }

  async close(): Promise<void> {}
}
