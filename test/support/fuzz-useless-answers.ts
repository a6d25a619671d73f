import type { FuzzClock } from './fuzz-clock.js';
import type { FuzzNotes } from './fuzz-notes.js';
import type { Mode } from './fuzz-report.js';

/** Answers of which nothing can be used, one right after the other, without a pause: a storm. */
const MOST_AT_ONCE = 8;
/** How long an audit may go on to correct what it was told. */
const AUDIT_MS = 200_000;

/** What readers see. */
interface Seen {
  readonly snapshot: unknown;
  readonly rejected: unknown;
}

/** Answers of which nothing can be used: they leave no trace (W3), and are not asked for again and again at once (W13). */
export class UselessAnswers {
  /** What must be as it was when the next request comes. */
  private before: (Seen & { readonly kind: string }) | undefined;
  private auditedAt = Number.NEGATIVE_INFINITY;
  private atOnce = 0;
  private lastAt = -1;

  constructor(
    private readonly seen: Seen,
    private readonly mode: Mode,
    private readonly clock: FuzzClock,
    private readonly notes: FuzzNotes,
  ) {}

  /** The kind of the answer just given, if no version may be made of it. */
  get kind(): string | undefined {
    return this.mayCorrect ? undefined : this.before?.kind;
  }

  /** Such an answer is given. */
  give(kind: string, isSubset: boolean): void {
    this.countAtOnce(kind);
    const { snapshot, rejected } = this.seen;
    if (!isSubset) this.before = { kind, snapshot, rejected };
  }

  /** The next request comes. */
  expectNoTrace(isSubset: boolean): void {
    if (isSubset) {
      this.auditedAt = this.clock.monotonic();
      return;
    }
    const { before } = this;
    this.before = undefined;
    if (before === undefined || this.mayCorrect) return;
    const { snapshot, rejected } = this.seen;
    if (snapshot !== before.snapshot || rejected !== before.rejected) {
      this.notes.flaw(`W3: an answer that is not to be used left a trace: ${before.kind}`);
    }
  }

  /** There will be no more. */
  end(): void {
    this.before = undefined;
  }

  /** An audit that was told anything may correct anything, in the middle of an exchange. */
  private get mayCorrect(): boolean {
    return this.mode === 'lying' && this.clock.monotonic() - this.auditedAt < AUDIT_MS;
  }

  private countAtOnce(kind: string): void {
    const now = this.clock.monotonic();
    this.atOnce = now === this.lastAt ? this.atOnce + 1 : 1;
    this.lastAt = now;
    if (this.atOnce > MOST_AT_ONCE) this.notes.flaw(`W13: asked again at once ${this.atOnce} times (${kind})`);
  }
}
