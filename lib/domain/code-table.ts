import type { CodeRows } from './code-rows.interface.js';
import { CommonCodeSnapshot } from './common-code-snapshot.js';
import { DeltaDraft } from './delta-draft.js';
import type { GroupsDraft } from './groups-draft.interface.js';
import type { RejectedRow } from './rejected-row.interface.js';
import { ResetDraft } from './reset-draft.js';
import type { RowChange, RowKey } from './row-change.interface.js';
import type { RowMapper } from './row-mapper.js';
import { RowsKeyedApart } from './rows-keyed-apart.js';
import { RowsKeyedByCode } from './rows-keyed-by-code.js';

/** What became of a commit. */
export interface Applied<A> {
  /** The next version; the one before, the same object, if nothing changed (I2). */
  readonly snapshot: CommonCodeSnapshot<A>;
  /** The groups that are not as they were. */
  readonly changed: ReadonlySet<string>;
  /** How many changes contradicted what was held (I10). */
  readonly contradictions: number;
  /** The rows that it rejected. */
  readonly rejected: readonly RejectedRow[];
}

/** How many rows are taken in between two chances to stop: some tens of microseconds. */
const ROWS_PER_SLICE = 128;

/** The table as it is held: the newest version, and the rows behind it. Turns commits into versions. */
export class CodeTable<A> {
  private rows: CodeRows<A> | undefined;
  private current: CommonCodeSnapshot<A> | undefined;
  private keptOut: readonly RejectedRow[] = [];

  constructor(private readonly onCycle: (group: string, cutAt: readonly string[]) => void = () => {}) {}

  /** The newest version, or `undefined` before the first commit. */
  get snapshot(): CommonCodeSnapshot<A> | undefined {
    return this.current;
  }

  /** The rows that are kept out of it, with their reasons. */
  get rejected(): readonly RejectedRow[] {
    return this.keptOut;
  }

  /** Whether the row is held just as the change says: for audits. */
  holds(change: RowChange<A>): boolean {
    return this.current !== undefined && this.rows?.holds(change, this.current.byName) === true;
  }

  /** The identities of all rows, those that are kept out included. */
  keys(): Iterable<RowKey> {
    return this.current === undefined ? [] : (this.rows?.keys(this.current.byName) ?? []);
  }

  /**
   * Starts afresh from these rows. Until it has run to its end, nothing of what is held changes.
   * @yields between slices, so that a large table can be built without holding up the event loop.
   */
  *reset(changes: Iterable<RowChange<A>>, mapper: RowMapper<A>): Generator<void, Applied<A>> {
    const { keyColumns } = mapper;
    const rows = mapper.keyedByCode ? new RowsKeyedByCode<A>(keyColumns) : new RowsKeyedApart<A>(keyColumns);
    const draft = new ResetDraft<A>(this.current?.byName ?? new Map());
    const contradictions = yield* take(changes, rows, draft);
    const applied = yield* this.advance(draft, rows, contradictions);
    this.rows = rows;
    return applied;
  }

  /**
   * Takes the changes of whole transactions in. After a run that is not driven to its end, or that was refused, the rows
   * are half-way: only a {@link reset} may follow.
   *
   * @param strict refuse changes that contradict what is held, instead of taking them as they are.
   * @yields between slices, as {@link reset}.
   * @returns `undefined` if the changes were refused: readers keep the version they have.
   */
  *apply(changes: Iterable<RowChange<A>>, strict: boolean): Generator<void, Applied<A> | undefined> {
    if (this.rows === undefined || this.current === undefined) throw new Error('The first commit must be a reset.');
    const draft = new DeltaDraft<A>(this.current.groupsByName);
    const contradictions = yield* take(changes, this.rows, draft);
    if (strict && contradictions > 0) return undefined;
    return yield* this.advance(draft, this.rows, contradictions);
  }

  private *advance(draft: GroupsDraft<A>, rows: CodeRows<A>, contradictions: number): Generator<void, Applied<A>> {
    const finished = yield* draft.finish();
    const { changed } = finished;
    if (this.current === undefined || changed.size > 0) {
      this.current = (this.current ?? CommonCodeSnapshot.none(this.onCycle)).followedBy(finished);
    }
    this.keptOut = rows.rejections.list();
    return { snapshot: this.current, changed, contradictions, rejected: rows.rejections.takeFresh() };
  }
}

function* take<A>(changes: Iterable<RowChange<A>>, rows: CodeRows<A>, draft: GroupsDraft<A>): Generator<void, number> {
  let contradictions = 0;
  let taken = 0;
  for (const change of changes) {
    if (rows.apply(change, draft)) contradictions += 1;
    if (++taken % ROWS_PER_SLICE === 0) yield;
  }
  return contradictions;
}
