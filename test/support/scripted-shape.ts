import type { Clock } from '../../lib/replica/clock.js';
import { ScriptedLog } from './scripted-log.js';
import { ScriptedPolls } from './scripted-polls.js';
import type { ScriptedChange, ScriptedRow } from './scripted-rows.js';

/** A table and its shape, and what can happen to them. */
export class ScriptedShape {
  handle = 'shape-1';
  /** The table as it was when the shape was made. */
  protected snapshot: readonly ScriptedRow[];
  protected readonly log = new ScriptedLog();
  protected readonly polls: ScriptedPolls;
  private readonly table = new Map<string, ScriptedRow>();
  private handles = 1;

  constructor(
    clock: Clock,
    rows: readonly ScriptedRow[],
    protected readonly key: (row: ScriptedRow) => string,
  ) {
    this.polls = new ScriptedPolls(clock);
    for (const each of rows) this.table.set(key(each), each);
    this.snapshot = [...this.table.values()];
  }

  /** The rows that the table has now. */
  rows(): ScriptedRow[] {
    return [...this.table.values()];
  }

  /** One transaction. @param last whether its last row says so (35). */
  transaction(changes: readonly ScriptedChange[], last = true): void {
    this.lose(changes);
    this.log.append(changes, last);
    this.wake();
  }

  /** One transaction of which the log never tells: what was lost when the shape was made (29). */
  lose(changes: readonly ScriptedChange[]): void {
    this.log.begin();
    for (const { operation, row: changed } of changes) {
      if (operation === 'delete') this.table.delete(this.key(changed));
      else this.table.set(this.key(changed), changed);
    }
  }

  upsert(...rows: readonly ScriptedRow[]): void {
    this.transaction(
      rows.map((each) => ({ operation: this.table.has(this.key(each)) ? 'update' : 'insert', row: each })),
    );
  }

  remove(...rows: readonly ScriptedRow[]): void {
    this.transaction(rows.map((each) => ({ operation: 'delete', row: each })));
  }

  /** How many rows of the log have been written so far: the rest is still being written. */
  get written(): number | undefined {
    return this.log.written;
  }

  set written(rows: number | undefined) {
    this.log.written = rows;
  }

  /** From now on the log stays behind Postgres (31), until {@link catchUp}. */
  fallBehind(): void {
    this.log.fallBehind();
  }

  /** The log tells of all that Postgres has. */
  catchUp(): void {
    this.written = undefined;
    this.wake();
  }

  /** The shape is made anew under another handle: what TRUNCATE and DDL lead to. */
  rotate(rows: readonly ScriptedRow[] = this.rows()): void {
    this.table.clear();
    for (const each of rows) this.table.set(this.key(each), each);
    this.snapshot = [...rows];
    this.log.clear();
    this.handles += 1;
    this.handle = `shape-${this.handles}`;
    this.wake();
  }

  /** Wakes the polls that wait. */
  wake(): void {
    this.polls.wake();
  }
}
