import { expect } from '@jest/globals';
import type { CommonCodeChanges, CommonCodeSnapshot } from 'nestjs-common-code';
import { changedGroups, disagreements, disagreementsOfRejected } from '../support/model-comparison.js';
import {
  type ModelAttributes,
  type ModelRow,
  type ModelState,
  type ModelTable,
  stateOf,
} from '../support/model-table.js';
import { CommittedReplica } from './committed-replica.js';
import { flawsOfChanges, objectsMadeForNothing } from './version-flaws.js';

type Snapshot = CommonCodeSnapshot<ModelAttributes>;

/** A replica and the plain model of its table, compared after every commit. */
export class ComparedReplica {
  readonly replica: CommittedReplica;
  /** Of the table, as of the last commit. */
  rows: readonly ModelRow[] = [];
  private state: ModelState | undefined;
  private snapshot: Snapshot | undefined;
  private readonly versions: { readonly snapshot: Snapshot; readonly state: ModelState }[] = [];

  constructor(private readonly table: ModelTable) {
    this.replica = new CommittedReplica(table);
  }

  /** Versions do not change after they were given out, and nothing is told after the end. */
  async end(): Promise<void> {
    const { cache } = this.replica;
    await this.replica.close();
    expect(cache.snapshot).toBe(this.snapshot);
    for (const { snapshot, state } of this.versions) expect(disagreements(snapshot, state)).toEqual([]);
  }

  /** The commit contradicts what is held: nothing happens. */
  async expectRefused(commit: () => Promise<boolean>): Promise<void> {
    this.watchInBetween();
    this.replica.emissions.clear();
    expect(await commit()).toBe(false);
    expect(this.replica.cache.snapshot).toBe(this.snapshot);
    this.expectSilence();
  }

  /** After the commit, all is as in a table of these rows. */
  async expectTaken(rows: readonly ModelRow[], commit: () => Promise<boolean>): Promise<void> {
    const { cache, emissions } = this.replica;
    const before = { snapshot: this.snapshot, state: this.state };
    const state = stateOf(this.table, rows);
    this.watchInBetween();
    emissions.clear();
    expect(await commit()).toBe(true);

    const { snapshot } = cache;
    const changed = changedGroups(before.state, state);
    expect(disagreements(cache, state)).toEqual([]);
    expect(disagreements(snapshot, state)).toEqual([]);
    expect(disagreementsOfRejected(cache.rejected, state)).toEqual([]);
    expect(snapshot.size).toBe([...state.groups.values()].flat().length);
    expect(cache.status).toMatchObject({
      version: snapshot.version,
      groups: state.groups.size,
      codes: snapshot.size,
      rejected: state.rejected.length,
    });
    expect(emissions.flaws).toEqual([]);
    if (before.snapshot === undefined || changed.size > 0) this.expectNextVersion(before.snapshot, snapshot, changed);
    else {
      expect(snapshot).toBe(before.snapshot);
      this.expectSilence();
    }
    if (before.snapshot !== undefined) {
      expect(objectsMadeForNothing(before.snapshot, snapshot, changed)).toEqual([]);
    }
    this.rows = rows;
    this.state = state;
    this.snapshot = snapshot;
    this.versions.push({ snapshot, state });
  }

  /** I2: one version more, and one emission of it. */
  private expectNextVersion(before: Snapshot | undefined, after: Snapshot, changed: ReadonlySet<string>): void {
    const { snapshots, changes, lists } = this.replica.emissions;
    expect(after.version).toBe((before?.version ?? 0) + 1);
    expect(snapshots).toEqual([after]);
    expect(snapshots[0]).toBe(after);
    expect(changes.map(({ version }) => version)).toEqual([after.version]);
    expect(flawsOfChanges(before, changes[0] as CommonCodeChanges<ModelAttributes>, after)).toEqual([]);
    const told = [...lists.keys()].sort();
    expect(told).toEqual(before === undefined ? ['A', 'B', 'C', 'unknown'] : [...changed].sort());
    for (const [group, emitted] of lists) {
      expect(emitted.length).toBe(1);
      expect(emitted[0]).toBe(after.list(group));
    }
  }

  private expectSilence(): void {
    const { snapshots, changes, lists } = this.replica.emissions;
    expect([snapshots.length, changes.length, lists.size]).toEqual([0, 0, 0]);
  }

  /** I1: while the next version is being built, readers have the one before. */
  private watchInBetween(): void {
    const { replica, snapshot } = this;
    replica.inBetween = () => {
      if (snapshot !== undefined && replica.cache.snapshot !== snapshot) throw new Error('a version that is not whole');
    };
  }
}
