import { expect } from '@jest/globals';
import { type ModelCommit, reordered } from '../support/model-arbitraries.js';
import { applyOperations, keyColumns, type ModelOperation, operationsOfAll } from '../support/model-log.js';
import { keyText, type ModelTable } from '../support/model-table.js';
import { ComparedReplica } from './compared-replica.js';

/** Plays one history to a replica, commit by commit. */
export class PlayedHistory {
  private readonly compared: ComparedReplica;
  private handle = 'h0';
  private handles = 0;
  /** The handle that a contradiction was refused under. */
  private doubted: string | undefined;

  constructor(private readonly table: ModelTable) {
    this.compared = new ComparedReplica(table);
  }

  async start(commands: Parameters<typeof operationsOfAll>[2]): Promise<void> {
    expect(() => this.compared.replica.cache.snapshot).toThrow('There are no common codes yet');
    const { rows } = operationsOfAll(this.table, [], commands);
    await this.compared.expectTaken(rows, () => this.compared.replica.reset(this.handle, rows));
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

  /** Nothing more comes. */
  end(): Promise<void> {
    return this.compared.end();
  }

  private async playLog({ commands }: Extract<ModelCommit, { kind: 'log' }>): Promise<void> {
    const { operations, rows } = operationsOfAll(this.table, this.compared.rows, commands);
    await this.compared.expectTaken(rows, () => this.compared.replica.log(this.handle, operations));
  }

  private async playRefetch(commit: Extract<ModelCommit, { kind: 'refetch' }>): Promise<void> {
    if (commit.newHandle) this.handle = `h${++this.handles}`;
    const snapshot = operationsOfAll(this.table, this.compared.rows, commit.unseen).rows;
    const { operations, rows } = operationsOfAll(this.table, snapshot, commit.commands);
    await this.compared.expectTaken(rows, () =>
      this.compared.replica.reset(this.handle, reordered(snapshot, commit.order), operations),
    );
  }

  /** A row changes of which we never heard that it is there: taken as it is only if a refetch did not help (I10). */
  private async playContradiction(commit: Extract<ModelCommit, { kind: 'contradiction' }>): Promise<void> {
    const row = { ...commit.fields, ...keyColumns(this.table, commit.key) };
    if (this.compared.rows.some((other) => keyText(this.table, other) === keyText(this.table, row))) return;
    const strange: ModelOperation = { operation: commit.operation, row };
    const missing =
      commit.operation === 'update'
        ? applyOperations(this.table, this.compared.rows, [{ operation: 'insert', row }])
        : this.compared.rows;
    const { operations, rows } = operationsOfAll(this.table, missing, commit.commands);
    const commitStrange = () => this.compared.replica.log(this.handle, [strange, ...operations]);

    if (this.doubted === this.handle) return this.compared.expectTaken(rows, commitStrange);
    await this.compared.expectRefused(commitStrange);
    this.doubted = this.handle;
    await this.compared.expectTaken(rows, () => this.compared.replica.reset(this.handle, rows));
  }
}
