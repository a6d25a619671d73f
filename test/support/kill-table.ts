import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { pick, type Random, weighed, whole } from './chaos-random.js';
import { uniqueTable } from './electric-target.js';
import { checksumOf, type MovingRow } from './kill-checksum.js';

/** So many that to read them takes several answers, and to store them several turns. */
const ROWS = 800;
const GROUPS = ['A', 'B', 'C', 'D'];
/** The group of the row that tells versions apart: its label is the number of the transaction that wrote last. */
export const GENERATION = 'GENERATION';

const COLUMNS =
  'id int primary key, group_code text, code text, code_name text, sort_order int, use_yn char(1), amount int not null';

/** A busy table, of which every version is known, from what was done to it and not from what anybody says. */
export class KillTable {
  readonly name = uniqueTable('killed');
  /** The number of the last transaction. */
  generation = 0;
  /** The number of the last one that made the shape anew. */
  truncatedAt = 0;
  private readonly rows = new Map<number, MovingRow>();
  private readonly checksums = new Map<number, number>();
  private writing: Promise<void> | undefined;
  private isStopping = false;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: Client,
    private readonly random: Random,
  ) {}

  async create(): Promise<void> {
    for (let id = 1; id <= ROWS; id += 1) this.rows.set(id, { id, group: pick(this.random, GROUPS), amount: 100 });
    await this.client.query(`CREATE TABLE ${this.name} (${COLUMNS})`);
    await this.transaction(() => this.filled());
  }

  /** Whether the table ever was so. */
  has(generation: number, checksum: number): boolean {
    return this.checksums.get(generation) === checksum;
  }

  /** Writes, one transaction after another, until it is told to stop. */
  begin(): void {
    this.isStopping = false;
    this.writing = this.write();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.writing;
  }

  /** Empties the table and fills it again, in one transaction: the shape is made anew. */
  truncate(): Promise<void> {
    return this.transaction(() => [`TRUNCATE ${this.name}`, ...this.filled()], true);
  }

  /** What Postgres has. */
  async checksumInPostgres(): Promise<number> {
    const { rows } = await this.client.query<MovingRow>(
      `SELECT id, group_code AS "group", amount FROM ${this.name} WHERE id > 0`,
    );
    return checksumOf(rows);
  }

  private async write(): Promise<void> {
    const { random } = this;
    while (!this.isStopping) {
      const statements = weighed<() => string[]>(random, [
        [80, () => this.transfers(whole(random, 1, 20))],
        [12, () => this.moves(whole(random, 1, 20))],
        [4, () => this.wave()],
      ]);
      await this.transaction(statements);
      await delay(whole(random, 0, 12));
    }
  }

  /** Amounts move from one row to another. */
  private transfers(count: number): string[] {
    const changes = new Map<number, number>();
    for (let left = count; left > 0; left -= 1) {
      const [from, to, amount] = [this.anyId(), this.anyId(), whole(this.random, 1, 50)];
      changes.set(from, (changes.get(from) ?? 0) - amount);
      changes.set(to, (changes.get(to) ?? 0) + amount);
    }
    for (const [id, change] of changes) this.change(id, ({ amount }) => ({ amount: amount + change }));
    return [this.set('amount = t.amount + v.value', changes)];
  }

  /** Rows move from one group to another. */
  private moves(count: number): string[] {
    const groups = new Map<number, string>();
    for (let left = count; left > 0; left -= 1) groups.set(this.anyId(), pick(this.random, GROUPS));
    for (const [id, group] of groups) this.change(id, () => ({ group }));
    return [this.set('group_code = v.value', new Map([...groups].map(([id, group]) => [id, `'${group}'`])))];
  }

  /** All rows change, in a transaction of many answers. */
  private wave(): string[] {
    for (const id of this.rows.keys()) this.change(id, ({ amount }) => ({ amount: amount + (id % 2 === 0 ? 1 : -1) }));
    return [`UPDATE ${this.name} SET amount = amount + CASE WHEN id % 2 = 0 THEN 1 ELSE -1 END WHERE id > 0`];
  }

  private set(what: string, values: ReadonlyMap<number, number | string>): string {
    const list = [...values].map(([id, value]) => `(${id},${value})`).join(',');
    return `UPDATE ${this.name} t SET ${what} FROM (VALUES ${list}) v(id, value) WHERE t.id = v.id`;
  }

  private filled(): string[] {
    const label = 'x'.repeat(80);
    const rows = [...this.rows.values()].map(
      ({ id, group, amount }) => `(${id},'${group}','${id}','${label}',${id % 50},'Y',${amount})`,
    );
    return [`INSERT INTO ${this.name} VALUES (0,'${GENERATION}','n','0',0,'Y',0),${rows.join(',')}`];
  }

  /**
   * One at a time; each is known before anybody can see it.
   * @param statements changes what we take the table for, too: not before it is its turn.
   */
  private transaction(statements: () => readonly string[], truncates = false): Promise<void> {
    const done = this.last.then(async () => {
      const generation = this.generation + 1;
      await this.client.query('BEGIN');
      for (const statement of statements()) await this.client.query(statement);
      await this.client.query(`UPDATE ${this.name} SET code_name = '${generation}' WHERE id = 0`);
      this.generation = generation;
      this.checksums.set(generation, checksumOf(this.rows.values()));
      if (truncates) this.truncatedAt = generation;
      await this.client.query('COMMIT');
    });
    this.last = done;
    return done;
  }

  private anyId(): number {
    return whole(this.random, 1, ROWS);
  }

  private change(id: number, what: (row: MovingRow) => Partial<MovingRow>): void {
    const row = this.rows.get(id);
    if (row !== undefined) this.rows.set(id, { ...row, ...what(row) });
  }
}
