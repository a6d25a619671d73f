import { type CommonCode, CommonCodeCache, type Row } from 'nestjs-common-code';
import { CommonCodeConfigurationError } from '../../../lib/domain/common-code-configuration.error.js';
import type { ReplicaSource } from '../../../lib/replica/replica-source.interface.js';
import { ReplicaState } from '../../../lib/replica/replica-state.js';
import { VirtualClock } from '../../support/virtual-clock.js';
import { rowOf, TableUnderTest } from '../domain/domain-under-test.js';

type Attributes = Record<string, unknown>;

/** A cache, and in the hands of a test what the replicator would tell its state. */
export class CacheUnderTest implements ReplicaSource<Attributes> {
  readonly clock = new VirtualClock();
  readonly state = new ReplicaState<Attributes>(this.clock);
  readonly table = new TableUnderTest(['group_code', 'code'], { parent: 'up' }, [
    'group_code',
    'code',
    'code_name',
    'sort_order',
    'use_yn',
    'up',
    'memo',
  ]);
  readonly cache: CommonCodeCache;
  starts = 0;
  /** What subscribers threw. */
  readonly failures: unknown[] = [];
  private commits = 0;

  constructor(readonly enabled = true) {
    this.cache = new CommonCodeCache(this);
  }

  hold(): () => void {
    this.starts += 1;
    return () => {};
  }

  async audit(): Promise<never> {
    throw new Error('nothing to audit');
  }

  subscriberFailed(error: unknown): void {
    this.failures.push(error);
  }

  /** These are all the rows. */
  reset(rows: readonly Row[] = [], source: 'store' | 'electric' = 'electric'): void {
    this.committed(this.table.reset(...rows), source);
  }

  /** Rows that are new or changed. */
  upsert(...rows: readonly Row[]): void {
    this.committed(this.table.apply(this.table.inserts(rows)), 'electric');
  }

  delete(...rows: readonly Row[]): void {
    this.committed(this.table.delete(...rows), 'electric');
  }

  confirm(ageMs = 0): void {
    this.state.confirmed(ageMs);
  }

  fail(message = 'Electric is down', consecutive = 2): void {
    this.state.failed({ message, status: 503 }, consecutive);
  }

  misconfigure(): CommonCodeConfigurationError {
    const error = new CommonCodeConfigurationError(['mapping.label: there is no column "nope"']);
    this.state.misconfigured(error);
    return error;
  }

  close(): void {
    this.state.close();
  }

  private committed(applied: ReturnType<TableUnderTest['apply']>, source: 'store' | 'electric'): void {
    if (applied === undefined) throw new Error('the rows contradict one another');
    this.commits += 1;
    this.state.committed(applied, source, { handle: 'h', offset: `${this.commits}_0` }, this.table.table.rejected);
  }
}

/** A row of group and code. */
export function row(group: string, code: string, values: Row = {}): Row {
  return rowOf({ group_code: group, code, code_name: `${group} ${code}`, up: null, memo: null, ...values });
}

export const codesOf = (codes: readonly CommonCode[] | undefined) => codes?.map(({ code }) => code);

/** What an observable told: its values, and whether it ended. */
export class Told<T> {
  readonly values: T[] = [];
  completed = false;

  readonly next = (value: T) => void this.values.push(value);
  readonly complete = () => {
    this.completed = true;
  };
}
