import type { AuditResult } from './audit.interface.js';
import type { AuditGuard } from './audit-guard.js';
import { type Clock, sleep } from './clock.js';
import { ExchangeError } from './exchange-error.js';
import type { HeldTable, ReplicaTable } from './replica-table.js';
import type { DecodedChange } from './row-decoder.js';
import type { SubsetMetadata } from './subset-body.js';
import type { SubsetReader } from './subset-reader.js';

/** One look at what Postgres has. */
interface Look<A> {
  /** Of which shape. */
  readonly held: HeldTable;
  readonly rows: number;
  readonly seen: SubsetMetadata;
  /** The rows of which Postgres and we say something different, by identity: what Postgres says. */
  readonly differences: ReadonlyMap<string, DecodedChange<A>>;
}

/** For one more gap, in so many steps, an audit waits for Electric to say that the copy is up to date. */
const MOST_WAITS = 4;
/** To take it in now could show a part of a transaction (I1). */
const BEHIND = 'the copy is not known to be up to date, so that what it lacks may still come in the log';

/**
 * Holds the copy against a fresh query of Postgres, since Electric's log can itself be wrong for good (I12). A row is
 * divergent if it differs in two looks in the same way, and the log told nothing of it from the first to the second: what
 * is in motion is none. If the first look finds no difference, there is nothing for a second to confirm.
 */
export class Auditor<A> {
  constructor(
    private readonly reader: SubsetReader,
    private readonly table: ReplicaTable<A>,
    private readonly guard: AuditGuard,
    private readonly clock: Clock,
    /** How long to wait between the two looks, in milliseconds. */
    private readonly gapMs: number,
    /** As of when we have everything: when it was asked what Electric last answered so. By the clock that does not jump. */
    private readonly completeAt: () => number,
  ) {}

  /** @throws ExchangeError if Electric does not answer, or the copy is behind it; the signal's reason. */
  async run(signal: AbortSignal): Promise<AuditResult> {
    const startedAt = new Date(this.clock.wall());
    this.guard.watch();
    try {
      const found = await this.lookTwice(signal);
      const { rows = 0, corrected = 0 } = found ?? {};
      return { startedAt, finishedAt: new Date(this.clock.wall()), rows, corrected, superseded: found === undefined };
    } finally {
      this.guard.unwatch();
    }
  }

  private async lookTwice(signal: AbortSignal): Promise<{ rows: number; corrected: number } | undefined> {
    const first = await this.look(signal);
    if (first === undefined || first.differences.size === 0) return first && { rows: first.rows, corrected: 0 };
    const seenAt = this.clock.monotonic();
    await sleep(this.clock, this.gapMs, signal);
    await this.untilCompleteSince(seenAt, signal);
    const second = await this.look(signal);
    if (second?.held.position.handle !== first.held.position.handle) return undefined;

    const divergent: DecodedChange<A>[] = [];
    for (const [identity, now] of second.differences) {
      const before = first.differences.get(identity);
      if (before !== undefined && JSON.stringify(before.wire) === JSON.stringify(now.wire)) divergent.push(now);
    }
    return { rows: second.rows, corrected: await this.table.correct(divergent, second.seen, signal) };
  }

  /** A poll that was open at the first look tells nothing of what it saw: one that was asked later does. */
  private async untilCompleteSince(seenAt: number, signal: AbortSignal): Promise<void> {
    for (let waits = 0; ; waits += 1) {
      signal.throwIfAborted();
      if (this.completeAt() > seenAt) return;
      if (waits === MOST_WAITS) throw new ExchangeError(BEHIND);
      await sleep(this.clock, this.gapMs / MOST_WAITS, signal);
    }
  }

  private async look(signal: AbortSignal): Promise<Look<A> | undefined> {
    const { held } = this.table;
    if (held === undefined) throw new Error('There is nothing to audit before the first snapshot.');
    const differences = new Map<string, DecodedChange<A>>();
    const theirs = new Set<string>();
    const decode = this.table.decoding.decoder(held.schema, true, true);
    const compare = (row: DecodedChange<A>['wire']) => {
      const change = row && decode('insert', row, []);
      if (change?.storeKey === undefined) return;
      theirs.add(change.storeKey);
      if (!this.table.holds(change)) differences.set(change.storeKey, change);
    };
    const seen = await this.reader.read(held.position, held.schema, compare, signal);
    if (seen === undefined || this.table.held?.position.handle !== held.position.handle) return undefined;
    for await (const change of this.table.absentFrom(theirs)) differences.set(change.storeKey, change);
    return { held, rows: theirs.size, seen, differences };
  }
}
