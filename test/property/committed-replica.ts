import { CommonCodeCache, type CommonCodeChanges, type CommonCodeSnapshot } from 'nestjs-common-code';
import type { CommonCode } from '../../lib/domain/common-code.interface.js';
import type { Pacer } from '../../lib/replica/pacer.js';
import { Replicator } from '../../lib/replica/replicator.js';
import { ShapeSchema } from '../../lib/replica/shape-schema.js';
import { GROUPS, type ModelOperation } from '../support/model-log.js';
import {
  inLog,
  inSnapshot,
  MODEL_MAPPING,
  type ModelAttributes,
  type ModelRow,
  type ModelTable,
  schemaHeader,
} from '../support/model-table.js';
import { VirtualClock } from '../support/virtual-clock.js';

type Attributes = ModelAttributes;

/** What subscribers were told, and what was wrong at the moment when they were. */
export class Emissions {
  snapshots: CommonCodeSnapshot<Attributes>[] = [];
  changes: CommonCodeChanges<Attributes>[] = [];
  lists = new Map<string, (readonly CommonCode<Attributes>[])[]>();
  readonly flaws: string[] = [];

  constructor(private readonly cache: CommonCodeCache<Attributes>) {
    cache.snapshot$.subscribe((snapshot) => {
      this.snapshots.push(snapshot);
      this.expectVersion(`snapshot$ ${snapshot.version}`, snapshot.version);
    });
    cache.changes$.subscribe((changes) => {
      this.changes.push(changes);
      this.expectVersion(`changes$ ${changes.version}`, changes.version);
      for (const code of changes.added) this.expectHeld(code);
      for (const { after } of changes.updated) this.expectHeld(after);
      for (const { group, code } of changes.removed)
        if (cache.has(group, code)) this.flaws.push(`${code} is still held`);
    });
    for (const group of [...GROUPS, 'unknown']) {
      cache.list$(group).subscribe((list) => {
        this.lists.set(group, [...(this.lists.get(group) ?? []), list]);
        if (cache.list(group) !== list) this.flaws.push(`list$(${group}) gave another list than the cache`);
      });
    }
  }

  /** Forgets what was told so far. */
  clear(): void {
    this.snapshots = [];
    this.changes = [];
    this.lists = new Map();
  }

  /** I2: after the swap. */
  private expectVersion(what: string, version: number): void {
    const { snapshot, status } = this.cache;
    if (snapshot.version !== version || status.version !== version) {
      this.flaws.push(`${what}: inside, the cache reads version ${snapshot.version}, its status ${status.version}`);
    }
  }

  private expectHeld(code: CommonCode<Attributes>): void {
    if (this.cache.get(code.group, code.code) !== code) this.flaws.push(`${JSON.stringify(code)} is not what is held`);
  }
}

/** A cache and its replicator without a network: what the follower would bring is brought by hand. */
export class CommittedReplica {
  readonly cache: CommonCodeCache<Attributes>;
  readonly emissions: Emissions;
  readonly lines: string[] = [];
  /** Called in the middle of commits, wherever the event loop may have a turn. */
  inBetween: () => void = () => {};
  private readonly replicator: Replicator<Attributes>;
  private readonly schema: ShapeSchema;
  private commits = 0;

  constructor(private readonly table: ModelTable) {
    const line = (text: string) => void this.lines.push(text);
    const pacer: Pacer = {
      breathe: () => {
        this.inBetween();
        return undefined;
      },
    };
    this.replicator = new Replicator(
      { electric: { url: 'http://electric.test' }, shape: { table: 'common_code' }, mapping: MODEL_MAPPING },
      { log: line, warn: line, debug: line },
      { clock: new VirtualClock(), pacer, random: () => 0 },
    );
    this.schema = ShapeSchema.parse(schemaHeader(table)) as ShapeSchema;
    this.cache = new CommonCodeCache(this.replicator);
    this.emissions = new Emissions(this.cache);
  }

  /** A snapshot of these rows, and a piece of log behind it. */
  reset(handle: string, rows: readonly ModelRow[], log: readonly ModelOperation[] = []): Promise<boolean> {
    const decode = this.replicator.decoder(this.schema, true);
    const snapshot = rows.map((row) => decode('insert', inSnapshot(this.table, row), []));
    return this.commit(true, handle, [...snapshot, ...this.decoded(log)]);
  }

  /** Whole transactions. @returns whether they were taken. */
  log(handle: string, operations: readonly ModelOperation[]): Promise<boolean> {
    return this.commit(false, handle, this.decoded(operations));
  }

  close(): Promise<void> {
    return this.replicator.stop();
  }

  private decoded(operations: readonly ModelOperation[]) {
    const decode = this.replicator.decoder(this.schema, false);
    return operations.map(({ operation, row }) => decode(operation, inLog(this.table, row), []));
  }

  private commit(
    reset: boolean,
    handle: string,
    decoded: readonly ReturnType<ReturnType<Replicator<Attributes>['decoder']>>[],
  ): Promise<boolean> {
    const changes = decoded.filter((change) => change !== undefined);
    this.commits += 1;
    const position = { handle, offset: `${this.commits}_0` };
    return this.replicator.commit({ reset, changes, position, schema: this.schema }, new AbortController().signal);
  }
}
