import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CommonCodeChanges, CommonCodeSnapshot } from 'nestjs-common-code';
import { type ModelCommit, modelHistory, reordered } from '../support/model-arbitraries.js';
import { changedGroups, disagreements, disagreementsOfRejected } from '../support/model-comparison.js';
import { applyOperations, keyColumns, type ModelOperation, operationsOfAll } from '../support/model-log.js';
import {
  keyText,
  MODEL_TABLES,
  type ModelAttributes,
  type ModelRow,
  type ModelState,
  type ModelTable,
  stateOf,
} from '../support/model-table.js';
import { CommittedReplica } from './committed-replica.js';

const RUNS = 400;

type Snapshot = CommonCodeSnapshot<ModelAttributes>;

/** Plays one history to a replica and to the model, and compares them after every commit. */
class Play {
  readonly replica: CommittedReplica;
  private rows: readonly ModelRow[] = [];
  private state: ModelState | undefined;
  private snapshot: Snapshot | undefined;
  private handle = 'h0';
  private doubted: string | undefined;
  private handles = 0;
  private readonly versions: { readonly snapshot: Snapshot; readonly state: ModelState }[] = [];

  constructor(private readonly table: ModelTable) {
    this.replica = new CommittedReplica(table);
  }

  async start(commands: Parameters<typeof operationsOfAll>[2]): Promise<void> {
    expect(() => this.replica.cache.snapshot).toThrow('There are no common codes yet');
    const { rows } = operationsOfAll(this.table, [], commands);
    await this.expectTaken(rows, () => this.replica.reset(this.handle, rows));
  }

  async play(commit: ModelCommit): Promise<void> {
    switch (commit.kind) {
      case 'log':
        return this.playLog(commit);
      case 'refetch':
        return this.playRefetch(commit);
      case 'contradiction':
        return this.playContradiction(commit);
    }
  }

  /** Versions do not change after they were given out, and nothing is told after the end. */
  async end(): Promise<void> {
    const { cache } = this.replica;
    await this.replica.close();
    expect(cache.snapshot).toBe(this.snapshot);
    for (const { snapshot, state } of this.versions) expect(disagreements(snapshot, state)).toEqual([]);
  }

  private async playLog({ commands }: Extract<ModelCommit, { kind: 'log' }>): Promise<void> {
    const { operations, rows } = operationsOfAll(this.table, this.rows, commands);
    await this.expectTaken(rows, () => this.replica.log(this.handle, operations));
  }

  private async playRefetch(commit: Extract<ModelCommit, { kind: 'refetch' }>): Promise<void> {
    if (commit.newHandle) this.handle = `h${++this.handles}`;
    const snapshot = operationsOfAll(this.table, this.rows, commit.unseen).rows;
    const { operations, rows } = operationsOfAll(this.table, snapshot, commit.commands);
    await this.expectTaken(rows, () => this.replica.reset(this.handle, reordered(snapshot, commit.order), operations));
  }

  /** A row changes of which we never heard that it is there: taken as it is only if a refetch did not help (I10). */
  private async playContradiction(commit: Extract<ModelCommit, { kind: 'contradiction' }>): Promise<void> {
    const row = { ...commit.fields, ...keyColumns(this.table, commit.key) };
    if (this.rows.some((other) => keyText(this.table, other) === keyText(this.table, row))) return;
    const strange: ModelOperation = { operation: commit.operation, row };
    const missing =
      commit.operation === 'update'
        ? applyOperations(this.table, this.rows, [{ operation: 'insert', row }])
        : this.rows;
    const { operations, rows } = operationsOfAll(this.table, missing, commit.commands);
    const commitStrange = () => this.replica.log(this.handle, [strange, ...operations]);

    if (this.doubted === this.handle) return this.expectTaken(rows, commitStrange);
    await this.expectRefused(commitStrange);
    this.doubted = this.handle;
    await this.expectTaken(rows, () => this.replica.reset(this.handle, rows));
  }

  private async expectRefused(commit: () => Promise<boolean>): Promise<void> {
    this.watchInBetween();
    this.replica.emissions.clear();
    expect(await commit()).toBe(false);
    expect(this.replica.cache.snapshot).toBe(this.snapshot);
    this.expectSilence();
  }

  private async expectTaken(rows: readonly ModelRow[], commit: () => Promise<boolean>): Promise<void> {
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

/** Groups and codes that did not change, and yet are other objects than before (I8). */
function objectsMadeForNothing(before: Snapshot, after: Snapshot, changed: ReadonlySet<string>): string[] {
  const made: string[] = [];
  for (const [name, group] of before.byName) {
    const now = after.byName.get(name);
    if (!changed.has(name)) {
      const views = [
        now === group,
        after.list(name) === before.list(name),
        after.listAll(name) === before.listAll(name),
      ];
      const more = [after.labels(name) === before.labels(name), after.tree(name) === before.tree(name)];
      if ([...views, ...more].includes(false)) made.push(`group ${name}`);
    }
    for (const [key, code] of group.codes) {
      const other = now?.codes.get(key);
      if (other !== code && isDeepStrictEqual(other, code)) made.push(`code ${name} ${key}`);
    }
  }
  return made;
}

/** Whether the changes, applied to the old version, give the new one, and say no more than what happened. */
function flawsOfChanges(
  before: Snapshot | undefined,
  changes: CommonCodeChanges<ModelAttributes>,
  after: Snapshot,
): string[] {
  const flaws: string[] = [];
  const name = ({ group, code }: { group: string; code: string }) => `${group} ${code}`;
  const codes = new Map(codesOf(before).map((code) => [name(code), code]));
  for (const code of changes.removed) {
    if (codes.get(name(code)) !== code) flaws.push(`removed ${name(code)}, which was not there`);
    codes.delete(name(code));
  }
  for (const { before: was, after: is } of changes.updated) {
    if (codes.get(name(was)) !== was || name(was) !== name(is)) flaws.push(`updated ${name(was)}, which was not there`);
    if (isDeepStrictEqual(was, is)) flaws.push(`updated ${name(was)} to the same`);
    codes.set(name(is), is);
  }
  for (const code of changes.added) {
    if (codes.has(name(code))) flaws.push(`added ${name(code)}, which was there`);
    codes.set(name(code), code);
  }
  const expected = new Map(codesOf(after).map((code) => [name(code), code]));
  const same = codes.size === expected.size && [...codes].every(([key, code]) => expected.get(key) === code);
  return same ? flaws : [...flaws, 'the changes do not lead to the new version'];
}

function codesOf(snapshot: Snapshot | undefined) {
  return (snapshot?.groups() ?? []).flatMap((group) => snapshot?.listAll(group) ?? []);
}

describe.each(MODEL_TABLES.map((table) => ({ name: table.name, table })))(
  'I1 I2 I8 I9 I10: any commits, to a table $name',
  ({ table }) => {
    it('lead to the versions, objects, emissions, rejected rows and changes that a plain model has', async () => {
      await fc.assert(
        fc.asyncProperty(modelHistory, async ({ initial, commits }) => {
          const play = new Play(table);
          await play.start(initial);
          for (const commit of commits) await play.play(commit);
          await play.end();
        }),
        { numRuns: RUNS },
      );
    });
  },
);
