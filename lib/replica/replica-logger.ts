import type { RejectedRow } from '../domain/rejected-row.interface.js';
import type { AuditResult } from './audit.interface.js';
import { clip } from './clip.js';
import type { Clock } from './clock.js';
import type { ExchangeError } from './exchange-error.js';
import { REPLICA_MESSAGES as say } from './replica.messages.js';
import type { ReplicaState } from './replica-state.js';

/** Where lines go; Nest's Logger is one. */
export interface LineLogger {
  log(message: string): void;
  warn(message: string): void;
  debug(message: string): void;
}

/** How long a snapshot may take before that is said; and again each time that it has taken twice as long. */
const PROGRESS_MS = 5_000;
const LONGEST_LINE = 2_000;
/** How many different things that are to be mended are said in one outage. */
const MOST_COMPLAINTS = 5;
const MOST_REMEMBERED = 1_000;

/** Tells operators what they need to know, and no more: one line when live, one when interrupted, one when back. */
export class ReplicaLogger<A> {
  private readonly lines: LineLogger;
  private readonly rejectedBefore = new Set<string>();
  private complaints = new Set<string>();
  private downSince: number | undefined;
  private wasLive = false;
  private auditsFail = false;
  private readingSince: number;
  private progressMs = PROGRESS_MS;

  constructor(
    lines: LineLogger,
    private readonly clock: Clock,
    private readonly table: string,
    private readonly state: ReplicaState<A>,
  ) {
    this.lines = unfailing(lines);
    this.readingSince = clock.monotonic();
    state.transitions.subscribe(({ state: now }) => this.entered(now));
  }

  failed(error: ExchangeError, consecutive: number, retryInMs: number): void {
    this.lines.debug(say.retry(error.message, consecutive, retryInMs));
    const { state } = this.state.status;
    const isNews = error.needsMending && !this.complaints.has(error.message) && this.complaints.size < MOST_COMPLAINTS;
    if (state === 'initializing' && (isNews || (consecutive === 2 && this.complaints.size === 0))) {
      this.lines.warn(say.notYet(error.message));
    } else if (state === 'interrupted' && isNews) this.lines.warn(say.stillWrong(error.message));
    if (isNews || consecutive >= 2) this.complaints.add(error.message);
  }

  progress(rows: number): void {
    const tookMs = this.clock.monotonic() - this.readingSince;
    if (tookMs < this.progressMs) return;
    this.progressMs *= 2;
    this.lines.log(say.progress(this.table, rows, tookMs));
  }

  startingOver(why: 'rotated' | 'contradicted', times: number): void {
    this.readingSince = this.clock.monotonic();
    if (times === 1) this.progressMs = PROGRESS_MS;
    if (times === 1) this.lines.debug(say.startingOver(why));
    if (times === 5) this.lines.warn(say.manyRotations(times));
  }

  rejected(rows: readonly RejectedRow[]): void {
    if (this.rejectedBefore.size > MOST_REMEMBERED) this.rejectedBefore.clear();
    const news = rows.filter((row) => !this.rejectedBefore.has(JSON.stringify(row)));
    for (const row of news) this.rejectedBefore.add(JSON.stringify(row));
    if (news.length > 0) this.lines.warn(say.rejected(news));
  }

  handleCameBack(): void {
    this.lines.warn(say.handleCameBack);
  }

  contradictions(count: number): void {
    this.lines.warn(say.contradictions(count));
  }

  cycle(group: string, cutAt: readonly string[]): void {
    this.lines.warn(say.cycle(group, cutAt));
  }

  audited({ rows, corrected, superseded }: AuditResult): void {
    this.auditsFail = false;
    if (corrected > 0) this.lines.warn(say.corrected(this.table, corrected, rows));
    else this.lines.debug(superseded ? say.auditSuperseded : say.audited(this.table, rows));
  }

  /** Of an audit that was due: said once in a row, and not while the sync itself fails. */
  auditFailed(error: unknown): void {
    const isNews = !this.auditsFail && this.state.status.state === 'live';
    this.auditsFail ||= isNews;
    this.lines[isNews ? 'warn' : 'debug'](say.auditFailed(error instanceof Error ? error.message : String(error)));
  }

  subscriberFailed(error: unknown): void {
    this.lines.warn(say.subscriberFailed(stackOf(error)));
  }

  startsWithoutStore(message: string): void {
    this.lines.warn(say.startsWithoutStore(message));
  }

  storeFailed(message: string): void {
    this.lines.warn(say.storeFailed(message));
  }

  storeIsBack(): void {
    this.lines.log(say.storeIsBack);
  }

  private entered(now: string): void {
    const { lastError, codes, groups } = this.state.status;
    if (now === 'interrupted' && this.downSince === undefined) {
      this.downSince = this.clock.monotonic();
      this.lines.warn(say.interrupted(lastError?.message ?? say.stale));
    }
    if (now !== 'live') return;
    if (!this.wasLive) this.lines.log(say.live(this.table, codes, groups, this.clock.monotonic() - this.readingSince));
    else if (this.downSince !== undefined) this.lines.log(say.back(this.clock.monotonic() - this.downSince));
    this.wasLive = true;
    this.downSince = undefined;
    this.complaints = new Set();
  }
}

/** Anything can be thrown, also what cannot be shown. */
function stackOf(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } catch {
    return `an ${typeof error}`;
  }
}

/** A log that cannot be written to stops nothing, neither the sync nor a read (I3). */
function unfailing(lines: LineLogger): LineLogger {
  const write = (level: keyof LineLogger) => (message: string) => {
    try {
      lines[level](clip(message, LONGEST_LINE));
    } catch {
      // there is nowhere to say it
    }
  };
  return { log: write('log'), warn: write('warn'), debug: write('debug') };
}
