import { Logger } from '@nestjs/common';
import { CodeTable } from '../domain/code-table.js';
import type { CommonCode } from '../domain/common-code.interface.js';
import { deepFreeze } from '../domain/deep.js';
import type { RowChange } from '../domain/row-change.interface.js';
import type { RowMapper } from '../domain/row-mapper.js';
import { type Clock, systemClock } from '../replica/clock.js';
import type { ReplicaSource } from '../replica/replica-source.interface.js';
import { ReplicaState } from '../replica/replica-state.js';

/**
 * A code of a test: its label, or as much of it as matters.
 * @publicApi
 */
export type TestCode<A = Record<string, unknown>> = string | Partial<Omit<CommonCode<A>, 'group' | 'code'>>;

/**
 * The codes of a test: group, code, label.
 * @publicApi
 */
export type TestCodes<A = Record<string, unknown>> = Readonly<Record<string, Readonly<Record<string, TestCode<A>>>>>;

/**
 * What changes the codes of a test, and plays the outages of one. Each call is one commit: readers and subscribers see it
 * when it returns. No I/O, no timers to wait for.
 *
 * @publicApi
 */
export class CommonCodeTestingHandle<A = Record<string, unknown>> {
  /** @internal What the cache reads from: nothing has to run, and there is nothing to hold the codes of a test against. */
  readonly source: ReplicaSource<A>;
  private readonly state = new ReplicaState<A>(WITHOUT_TIMERS);
  private readonly table = new CodeTable<A>();
  private commits = 0;

  /** @internal */
  constructor(codes: TestCodes<A> | undefined) {
    const { state } = this;
    this.source = {
      enabled: true,
      state,
      hold: () => () => {},
      async audit() {
        const now = new Date();
        return { startedAt: now, finishedAt: now, rows: state.snapshot?.size ?? 0, corrected: 0, superseded: false };
      },
      subscriberFailed: (error) => new Logger('CommonCode').error(error),
    };
    if (codes !== undefined) this.load(codes);
  }

  /** @internal As the sync does: the last version stays readable. */
  onApplicationShutdown(): void {
    this.state.close();
  }

  /** Replaces everything, as a must-refetch does. With it, a cache that started without codes becomes ready. */
  load(codes: TestCodes<A>): void {
    const changes = Object.entries(codes).flatMap(([group, byCode]) =>
      Object.entries(byCode).map(([code, as], index) => upsert(group, code, as, { sortOrder: index + 1 })),
    );
    this.commit(this.table.reset(changes, KEYED_BY_CODE as RowMapper<A>));
  }

  /** Adds a code, or changes it: what is left out stays as it was. */
  set(group: string, code: string, as: TestCode<A>): void {
    const { snapshot } = this.state;
    const before = snapshot?.get(group, code) ?? { sortOrder: (snapshot?.listAll(group).length ?? 0) + 1 };
    this.apply([upsert(group, code, as, before)]);
  }

  /** Removes a code. */
  remove(group: string, code: string): void {
    this.apply([{ operation: 'delete', key: { group, code } }]);
  }

  /** Removes all codes: an empty table is a valid, ready one. */
  truncate(): void {
    this.load({});
  }

  /** The sync fails from now on: the state is `interrupted` (or still `initializing`), and codes can be read as before. */
  interrupt(message = 'interrupted by the test'): void {
    this.state.failed({ message }, Number.POSITIVE_INFINITY);
  }

  /** The sync is live again. */
  resume(): void {
    this.state.confirmed(0);
  }

  private apply(changes: readonly RowChange<A>[]): void {
    const isFirst = this.state.snapshot === undefined;
    this.commit(isFirst ? this.table.reset(changes, KEYED_BY_CODE as RowMapper<A>) : this.table.apply(changes, false));
  }

  private commit(steps: ReturnType<CodeTable<A>['reset']> | ReturnType<CodeTable<A>['apply']>): void {
    let step = steps.next();
    while (!step.done) step = steps.next();
    if (step.value === undefined) return;
    this.commits += 1;
    this.state.committed(step.value, 'electric', { handle: 'test', offset: `${this.commits}_0` }, this.table.rejected);
    if (this.state.status.state !== 'interrupted') this.state.confirmed(0);
  }
}

function upsert<A>(group: string, code: string, as: TestCode<A>, before: Partial<CommonCode<A>>): RowChange<A> {
  const entry: CommonCode<A> = deepFreeze({
    label: code,
    sortOrder: null,
    active: true,
    parent: null,
    attributes: {} as A,
    ...before,
    ...(typeof as === 'string' ? { label: as } : as),
    group,
    code,
  });
  return { operation: 'insert', key: entry, code: entry };
}

/** Nothing happens by itself in a test: not even that data grows stale. */
const WITHOUT_TIMERS: Clock = { ...systemClock, after: () => () => {} };

const KEYED_BY_CODE: Pick<RowMapper<unknown>, 'keyedByCode' | 'keyColumns'> = {
  keyedByCode: true,
  keyColumns: ['group', 'code'],
};
