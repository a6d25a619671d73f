import type { SnapshotStore, StoreCommit, StoredRow } from '../storage/snapshot-store.interface.js';
import { Backoff } from './backoff.js';
import { type Clock, sleep } from './clock.js';
import type { Pacer } from './pacer.js';
import type { ShapePosition } from './shape-offset.js';

/** A row of a commit, for the store: `undefined` for one that is gone. */
export interface StoreChange {
  readonly storeKey: string;
  readonly wire: StoredRow | undefined;
}

/** How the writing goes. */
export interface StoreWriterEvents {
  saved(): void;
  saveFailed(message: string): void;
}

/** A commit as it was handed over. */
interface Taken {
  readonly reset: boolean;
  readonly changes: Iterable<StoreChange>;
  readonly position: ShapePosition;
  readonly schema: string;
}

interface Pending {
  reset: boolean;
  readonly upserts: Map<string, StoredRow>;
  readonly deletes: Set<string>;
  position: ShapePosition;
  schema: string;
}

const ROWS_PER_SLICE = 128;

/**
 * Writes commits to the store, behind the swap: readers never wait for it. What could not be written is kept, joined with
 * what comes after, and tried again; so is what comes while a commit is being written. What waits is kept row by row, so
 * that it does not grow with the number of commits.
 */
export class StoreWriter {
  private readonly taken: Taken[] = [];
  /** Whole commits, unless there is a {@link gathering}. */
  private pending: Pending | undefined;
  private gathering: Promise<void> | undefined;
  private running: Promise<void> | undefined;
  private readonly closing = new AbortController();
  private readonly clock: Clock;
  private readonly pacer: Pacer;
  private readonly backoff: Backoff;

  constructor(
    private readonly store: SnapshotStore,
    private readonly fingerprint: string,
    { clock, pacer, random }: { readonly clock: Clock; readonly pacer: Pacer; readonly random: () => number },
    private readonly events: StoreWriterEvents,
  ) {
    this.clock = clock;
    this.pacer = pacer;
    this.backoff = new Backoff(random);
  }

  /** Takes a commit over, whose changes are not to change any more. Returns at once, however many they are. */
  write(reset: boolean, changes: Iterable<StoreChange>, position: ShapePosition, schema: string): void {
    if (reset) this.taken.length = 0;
    this.taken.push({ reset, changes, position, schema });
    this.gathering ??= this.gather();
    this.running ??= this.run();
  }

  /** Writes what there is, one last time, and closes the store. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.running;
    await this.gathering;
    if (this.pending !== undefined) await this.save(this.pending);
    await this.store.close().catch((error: unknown) => this.events.saveFailed(textOf(error)));
  }

  /** Adds what was taken over to what is pending, in slices. */
  private async gather(): Promise<void> {
    for (;;) {
      await this.pacer.breathe(); // the swap is not to wait for the first one either
      const next = this.taken.shift();
      if (next === undefined) break;
      await this.add(next);
    }
    this.gathering = undefined;
  }

  private async add({ reset, changes, position, schema }: Taken): Promise<void> {
    const pending = reset || this.pending === undefined ? open(reset, position, schema) : this.pending;
    this.pending = pending;
    pending.position = position;
    pending.schema = schema;
    let added = 0;
    for (const { storeKey, wire } of changes) {
      set(pending, storeKey, wire);
      added += 1;
      if (added % ROWS_PER_SLICE === 0) await this.pacer.breathe();
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    for (;;) {
      while (this.gathering !== undefined) await this.gathering; // half a commit is not to be written (I7)
      const writing = this.pending;
      if (writing === undefined || signal.aborted) break;
      this.pending = undefined;
      if (await this.save(writing)) this.backoff.reset();
      else {
        while (this.gathering !== undefined) await this.gathering;
        this.pending = this.pending === undefined ? writing : join(writing, this.pending);
        await sleep(this.clock, this.backoff.next({ needsMending: true }), signal);
      }
    }
    this.running = undefined;
  }

  private async save(commit: Pending): Promise<boolean> {
    try {
      await this.store.save({ fingerprint: this.fingerprint, ...commit } satisfies StoreCommit);
      this.events.saved();
      return true;
    } catch (error) {
      this.events.saveFailed(textOf(error));
      return false;
    }
  }
}

function open(reset: boolean, position: ShapePosition, schema: string): Pending {
  return { reset, upserts: new Map(), deletes: new Set(), position, schema };
}

function set(pending: Pending, key: string, row: StoredRow | undefined): void {
  if (row !== undefined) {
    pending.upserts.set(key, row);
    pending.deletes.delete(key);
    return;
  }
  pending.upserts.delete(key);
  if (!pending.reset) pending.deletes.add(key);
}

/** The two as one commit. */
function join(first: Pending, second: Pending): Pending {
  if (second.reset) return second;
  for (const [key, row] of second.upserts) set(first, key, row);
  for (const key of second.deletes) set(first, key, undefined);
  first.position = second.position;
  first.schema = second.schema;
  return first;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
