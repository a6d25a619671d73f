import type { Client } from 'pg';
import { inserted, OPERATIONS, stamped, updated } from './chaos-operations.js';
import { pick, type Random, whole } from './chaos-random.js';
import { ChaosRows, COLUMNS, DEFINITION, isSturdy, STAMP } from './chaos-rows.js';
import { uniqueTable } from './electric-target.js';
import { TableHistory } from './fault-history.js';
import { type TableRow, type TableView, viewOf } from './fault-view.js';

const FIRST_ROWS = 40;

/** A table to which random things are done, and of which every version is known. */
export class ChaosTable {
  readonly history = new TableHistory();
  readonly name = uniqueTable('chaos');
  /** What the table is now, fragile rows included. */
  now: TableView = { lines: [], rejected: 0 };
  private readonly rows: ChaosRows;
  /** Columns that DDL has added. */
  private extra: readonly string[] = [];
  private columnsMade = 0;

  /** @param client asked for each time: Electric is restarted meanwhile. */
  constructor(
    private readonly client: () => Client,
    private readonly random: Random,
    /** Whether rows may be lost. */
    private readonly lossy: boolean,
  ) {
    this.rows = new ChaosRows(random, lossy);
  }

  async create(): Promise<void> {
    await this.client().query(`CREATE TABLE ${this.name} (${DEFINITION})`);
    await this.run(this.filled(FIRST_ROWS));
  }

  async drop(): Promise<void> {
    await this.client().query(`DROP TABLE IF EXISTS ${this.name}`);
  }

  /** One random transaction. @returns what it did. */
  async transact(): Promise<string> {
    const { random } = this;
    const many = random() < 0.15;
    const length = many ? whole(random, 8, 20) : whole(random, 1, 4);
    const chosen = Array.from({ length }, () => pick(random, Object.entries(OPERATIONS)));
    const statements = chosen.flatMap(([, operation]) => operation(this.name, this.rows));
    if (random() < 0.85) statements.push(stamped(this.name, this.rows));
    const names = chosen.map(([name]) => name).join(', ');
    if (random() < 0.05) {
      await this.rollBack(statements);
      return `rolled back: ${names}`;
    }
    await this.run(statements);
    return names;
  }

  /** Empties the table, and fills it again: in the same transaction, or in the next one. */
  async truncate(): Promise<string> {
    const { random, name } = this;
    const emptied = [...this.extra.map((column) => `ALTER TABLE ${name} DROP COLUMN ${column}`), `TRUNCATE ${name}`];
    const filled = this.filled(whole(random, 1, FIRST_ROWS));
    const transactions = random() < 0.6 ? [[...emptied, ...filled]] : [emptied, filled];
    for (const statements of transactions) await this.run(statements);
    return `TRUNCATE, filled again in ${transactions.length === 1 ? 'the same' : 'another'} transaction`;
  }

  /** Changes the table's columns, with a write behind it, which is when Electric looks (24). */
  async alter(): Promise<string> {
    const { random, name, extra } = this;
    this.columnsMade += 1;
    const column = `extra_${this.columnsMade}`;
    const way = pick(random, [
      ...(extra.length < 2 ? [`ADD COLUMN ${column} text`, `ADD COLUMN ${column} int DEFAULT 7`] : []),
      ...extra.flatMap((old) => [`DROP COLUMN ${old}`, `RENAME COLUMN ${old} TO ${column}`]),
      'ALTER COLUMN amount TYPE bigint',
      'ALTER COLUMN code_name TYPE varchar(400)',
      'ALTER COLUMN sort_order SET DEFAULT 5',
    ]);
    const altered = [`ALTER TABLE ${name} ${way}`];
    const written = [updated(name, this.rows), stamped(name, this.rows)];
    const transactions = random() < 0.5 ? [[...altered, ...written]] : [altered, written];
    for (const statements of transactions) await this.run(statements);
    return way;
  }

  /** A transaction that its client does not come to end, because the database does. */
  async leaveOpen(): Promise<void> {
    const client = this.client();
    await client.query('BEGIN');
    await client.query(inserted(this.name, this.rows.row(this.rows.newId())));
  }

  private filled(count: number): string[] {
    const rows = Array.from({ length: count }, () => this.rows.row(this.rows.newId()));
    return [inserted(this.name, [this.rows.stampRow(), ...rows].join(','))];
  }

  private async run(statements: readonly string[]): Promise<void> {
    const client = this.client();
    await client.query('BEGIN');
    try {
      for (const statement of statements) await client.query(statement);
      await this.look(client);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  private async rollBack(statements: readonly string[]): Promise<void> {
    const client = this.client();
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    await client.query('ROLLBACK');
  }

  /** Takes in what the table is about to be, before anybody else can see it. */
  private async look(client: Client): Promise<void> {
    const { rows } = await client.query<{ row: TableRow }>(
      `SELECT to_jsonb(t) AS row FROM ${this.name} t ORDER BY t.id`,
    );
    const columns = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute
        WHERE attrelid = '${this.name}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    );
    this.extra = columns.rows.map(({ name }) => name).slice(COLUMNS.length);
    this.rows.present = rows.map(({ row }) => Number(row['id'])).filter((id) => id !== STAMP);
    this.now = viewOf(rows.map(({ row }) => row));
    this.history.add(this.lossy ? { ...this.now, lines: this.now.lines.filter(isSturdy) } : this.now);
  }
}
