import { type Applied, CodeTable } from '../domain/code-table.js';
import type { AuditGuard } from './audit-guard.js';
import type { ShapeCommit } from './follower-sink.interface.js';
import { type Pacer, runInSlices } from './pacer.js';
import type { DecodedChange, RowDecoder } from './row-decoder.js';
import type { ShapePosition } from './shape-offset.js';
import type { ShapeSchema } from './shape-schema.js';
import type { StoreChange } from './store-writer.js';
import type { SubsetMetadata } from './subset-body.js';

/** Which commit is held, and by which schema it was decoded. */
export interface HeldTable {
  readonly position: ShapePosition;
  readonly schema: ShapeSchema;
}

/** Is told of what has been taken in, before anybody else writes. */
export type Publish<A> = (
  applied: Applied<A>,
  commit: ShapeCommit<DecodedChange<A>>,
  source: 'store' | 'electric',
) => void;

/** The table that commits of the log and corrections of audits are written to: in slices, and one after another. */
export class ReplicaTable<A> {
  private readonly table: CodeTable<A>;
  private writing: Promise<unknown> = Promise.resolve();
  private current: HeldTable | undefined;
  /** The handle whose contradictions were already answered with a refetch (I10). */
  private doubtedHandle: string | undefined;

  constructor(
    readonly decoding: RowDecoder<A>,
    private readonly guard: AuditGuard,
    private readonly pacer: Pacer,
    private readonly publish: Publish<A>,
    onCycle: (group: string, cutAt: readonly string[]) => void,
  ) {
    this.table = new CodeTable(onCycle);
  }

  /** `undefined` before there is data. */
  get held(): HeldTable | undefined {
    return this.current;
  }

  /** The rows that are kept out. */
  get rejected(): CodeTable<A>['rejected'] {
    return this.table.rejected;
  }

  /** @returns `false` if the commit contradicts what is held: it has not been taken in (I10). */
  commit(commit: ShapeCommit<DecodedChange<A>>, source: 'store' | 'electric', signal: AbortSignal): Promise<boolean> {
    const { changes, position, schema, reset } = commit;
    return this.exclusively(async () => {
      const mapper = this.decoding.mapper(schema);
      if (reset) this.guard.forget();
      else if (!this.guard.isIdle) for (const { key } of changes) this.guard.sees(mapper.identify(key));
      const strict = this.doubtedHandle !== position.handle;
      const steps = reset ? this.table.reset(changes, mapper) : this.table.apply(changes, strict);
      const applied = await runInSlices(steps, this.pacer, signal);
      if (applied === undefined) this.doubtedHandle = position.handle;
      else this.advance(applied, commit, source);
      return applied !== undefined;
    });
  }

  /**
   * Takes what Postgres has, where the log has told nothing of the row meanwhile (I12).
   * @param seen what the query had seen: older messages of the log are not to undo it.
   * @returns how many rows were corrected.
   */
  correct(changes: readonly DecodedChange<A>[], seen: SubsetMetadata, signal: AbortSignal): Promise<number> {
    return this.exclusively(async () => {
      const due = changes.filter(({ storeKey = '' }) => !this.guard.hasSeen(storeKey));
      if (this.current === undefined || due.length === 0) return 0;
      const applied = await runInSlices(this.table.apply(due, false), this.pacer, signal);
      if (applied === undefined) return 0;
      this.guard.protect(
        due.map(({ storeKey = '' }) => storeKey),
        seen,
      );
      this.advance({ ...applied, contradictions: 0 }, { reset: false, changes: due, ...this.current }, 'electric');
      return due.length;
    });
  }

  /** Whether the row is held just as the change says. */
  holds(change: DecodedChange<A>): boolean {
    return this.table.holds(change);
  }

  /** The rows that are held and not among these, as deletes. */
  async *absentFrom(identities: ReadonlySet<string>): AsyncGenerator<DecodedChange<A> & StoreChange> {
    if (this.current === undefined) return;
    const mapper = this.decoding.mapper(this.current.schema);
    let compared = 0;
    for (const key of this.table.keys()) {
      const storeKey = mapper.identify(key);
      if (!identities.has(storeKey)) yield { operation: 'delete', key, storeKey, wire: undefined };
      compared += 1;
      if (compared % 128 === 0) await this.pacer.breathe();
    }
  }

  private advance(applied: Applied<A>, commit: ShapeCommit<DecodedChange<A>>, source: 'store' | 'electric'): void {
    this.current = { position: commit.position, schema: commit.schema };
    this.publish(applied, commit, source);
  }

  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.writing.then(work);
    this.writing = done.catch(() => {});
    return done;
  }
}
