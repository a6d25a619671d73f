import type { SnapshotStore, StoreCommit, StoredRow } from '../storage/snapshot-store.interface.js';
import { Backoff } from './backoff.js';
import { type Clock, sleep } from './clock.js';
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

interface Pending {
  reset: boolean;
  readonly upserts: Map<string, StoredRow>;
  readonly deletes: Set<string>;
  position: ShapePosition;
  schema: string;
}

/**
 * Writes commits to the store, behind the swap: readers never wait for it. What could not be written is kept, joined with
 * what comes after, and tried again; so is what comes while a commit is being written.
 */
export class StoreWriter {
  private pending: Pending | undefined;
  private running: Promise<void> | undefined;
  private readonly closing = new AbortController();
  private readonly backoff: Backoff;

  constructor(
    private readonly store: SnapshotStore,
    private readonly fingerprint: string,
    private readonly clock: Clock,
    random: () => number,
    private readonly events: StoreWriterEvents,
  ) {
    this.backoff = new Backoff(random);
  }

  /** Takes a commit over. Returns at once. */
  write(reset: boolean, changes: Iterable<StoreChange>, position: ShapePosition, schema: string): void {
    const pending = reset || this.pending === undefined ? open(reset, position, schema) : this.pending;
    pending.position = position;
    pending.schema = schema;
    for (const { storeKey, wire } of changes) set(pending, storeKey, wire);
    this.pending = pending;
    this.running ??= this.run();
  }

  /** Writes what there is, one last time, and closes the store. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.running;
    if (this.pending !== undefined) await this.save(this.pending);
    await this.store.close().catch((error: unknown) => this.events.saveFailed(textOf(error)));
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    while (this.pending !== undefined && !signal.aborted) {
      const writing = this.pending;
      this.pending = undefined;
      if (await this.save(writing)) this.backoff.reset();
      else {
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
