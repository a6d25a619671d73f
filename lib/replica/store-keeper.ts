import type { SnapshotStore } from '../storage/snapshot-store.interface.js';
import type { Clock } from './clock.js';
import type { ShapeCommit } from './follower-sink.interface.js';
import type { Pacer } from './pacer.js';
import type { ReplicaLogger } from './replica-logger.js';
import type { ReplicaState } from './replica-state.js';
import type { DecodedChange, RowDecoder } from './row-decoder.js';
import type { ShapePosition } from './shape-offset.js';
import { ShapeSchema } from './shape-schema.js';
import { type StoreChange, StoreWriter } from './store-writer.js';

/** The table as it was when the last process, or this one, saved it. */
export interface StoredTable<A> {
  readonly changes: readonly DecodedChange<A>[];
  readonly schema: ShapeSchema;
  readonly position: ShapePosition;
}

/** Between the replica and its store: nothing that a store does or fails to do stops the sync or a reader. */
export class StoreKeeper<A> {
  private readonly writer: StoreWriter;
  private failing = false;

  constructor(
    private readonly store: SnapshotStore,
    private readonly fingerprint: string,
    private readonly environment: { readonly clock: Clock; readonly pacer: Pacer; readonly random: () => number },
    private readonly state: ReplicaState<A>,
    private readonly log: ReplicaLogger<A>,
  ) {
    this.writer = new StoreWriter(store, fingerprint, environment, this);
  }

  /** @returns what the store has, decoded, if it has something that can be used. */
  async load(decoding: RowDecoder<A>): Promise<StoredTable<A> | undefined> {
    try {
      const stored = await this.store.load(this.fingerprint);
      if (stored === undefined) return undefined;
      const schema = ShapeSchema.parse(stored.schema);
      if (schema === undefined) throw new Error('its description of the columns cannot be read');
      const decode = decoding.decoder(schema, true, false); // what the store has need not be kept for it
      const changes: DecodedChange<A>[] = [];
      for await (const slice of stored.rows) {
        for (const row of slice) {
          const change = decode('insert', row, []);
          if (change !== undefined) changes.push(change);
        }
        await this.environment.pacer.breathe();
      }
      return { changes, schema, position: stored.position };
    } catch (error) {
      this.log.startsWithoutStore(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** Takes a commit over, to be written behind the swap. */
  write({ reset, changes, position, schema }: ShapeCommit<DecodedChange<A>>): void {
    this.writer.write(reset, changes as readonly StoreChange[], position, schema.text);
  }

  /** Writes what there is left, and lets go. */
  close(): Promise<void> {
    return this.writer.close();
  }

  /** @internal */
  saved(): void {
    if (this.failing) this.log.storeIsBack();
    this.failing = false;
    this.state.stored();
  }

  /** @internal */
  saveFailed(message: string): void {
    if (!this.failing) this.log.storeFailed(message);
    this.failing = true;
    this.state.storeFailed(message);
  }
}
