import { createHash } from 'node:crypto';
import type { CommonCodeSnapshot } from 'nestjs-common-code';
import type { Client } from 'pg';
import { createTable } from './electric-target.js';

/** A row as Postgres has it, by `to_jsonb`. */
export type TableRow = Readonly<Record<string, string | number | boolean | null>>;

/** What a reader should see of a table at one moment: said independently of the library. */
export interface TableView {
  /** One line per code, sorted. */
  readonly lines: readonly string[];
  /** How many rows are to be kept out. */
  readonly rejected: number;
}

const MAPPED: ReadonlySet<string> = new Set(['group_code', 'code', 'code_name', 'sort_order', 'use_yn']);
const ACTIVE: Readonly<Record<string, boolean>> = { Y: true, N: false };

/** The plain answer: all rows mapped from nothing. Of two that claim one code, the one with the lower id has it. */
export function viewOf(rows: readonly TableRow[]): TableView {
  const lines = new Map<string, string>();
  for (const row of [...rows].sort((a, b) => Number(a['id'] ?? 0) - Number(b['id'] ?? 0))) {
    const { group_code: group, code, code_name: name, sort_order: order, use_yn } = row;
    const active = use_yn === null ? false : ACTIVE[String(use_yn)];
    const key = JSON.stringify([group, code]);
    if (group === null || code === null || active === undefined || lines.has(key)) continue;
    const attributes = Object.entries(row).filter(([column]) => !MAPPED.has(column));
    lines.set(key, lineOf(String(group), String(code), String(name ?? code), order ?? null, active, attributes));
  }
  return { lines: [...lines.values()].sort(), rejected: rows.length - lines.size };
}

/** What a reader does see. */
export function linesOf(snapshot: CommonCodeSnapshot<Record<string, unknown>>): string[] {
  const codes = snapshot.groups().flatMap((group) => [...snapshot.listAll(group)]);
  return codes.map((c) => lineOf(c.group, c.code, c.label, c.sortOrder, c.active, Object.entries(c.attributes))).sort();
}

/** Values as text: `ALTER TYPE` keeps the handle, and a number that has become a text is told of only where it is written (24). */
function lineOf(
  group: string,
  code: string,
  label: string,
  order: unknown,
  active: boolean,
  attributes: readonly (readonly [string, unknown])[],
): string {
  const rest = attributes.map(([column, value]) => `${column}=${value === null ? 'null' : String(value)}`).sort();
  return JSON.stringify([group, code, label, order === null ? null : String(order), active, ...rest]);
}

export function digestOf(lines: readonly string[]): string {
  return createHash('sha1').update(lines.join('\n')).digest('base64');
}

/** How many versions are kept as text, to say what is different. */
const TEXTS = 40;

/** Each version that a table has had, in order. */
export class TableHistory {
  private readonly digests: string[] = [];
  private readonly places = new Map<string, number[]>();
  private readonly texts = new Map<number, readonly string[]>();
  private newest: TableView = { lines: [], rejected: 0 };

  /** A version that the table has from now on, or is about to have. */
  add(view: TableView): void {
    const digest = digestOf(view.lines);
    this.newest = view;
    if (digest === this.digests.at(-1)) return;
    const at = this.digests.push(digest) - 1;
    this.places.set(digest, [...(this.places.get(digest) ?? []), at]);
    this.texts.set(at, view.lines);
    this.texts.delete(at - TEXTS);
  }

  get current(): TableView {
    return this.newest;
  }

  get length(): number {
    return this.digests.length;
  }

  /** The first place, not before `from`, at which the table was just so; -1 if it never was. */
  find(digest: string, from = 0): number {
    return (this.places.get(digest) ?? []).find((at) => at >= from) ?? -1;
  }

  /** What is different between what was seen and the version that comes nearest to it. */
  explain(seen: readonly string[]): string {
    const set = new Set(seen);
    let best = { at: -1, differences: [] as string[] };
    for (const [at, lines] of this.texts) {
      const theirs = new Set(lines);
      const differences = [
        ...lines.filter((line) => !set.has(line)).map((line) => `missing ${line}`),
        ...seen.filter((line) => !theirs.has(line)).map((line) => `never there ${line}`),
      ];
      if (best.at < 0 || differences.length <= best.differences.length) best = { at, differences };
    }
    const shown = best.differences.slice(0, 6).join('; ');
    return `${seen.length} codes; nearest is version ${best.at} of ${this.length}, with ${best.differences.length} differences: ${shown}`;
  }
}

/** A reader of all that a cache emits: holds each version against those that the table really had (I1, I2). */
export class Witness {
  readonly problems: string[] = [];
  /** How many emissions were held against the table. */
  checked = 0;
  /** The place in the history of the newest version that was seen. */
  reached: number;
  private version = 0;

  /**
   * @param from not before this place: what another reader of the same store had seen when it closed.
   * @param concerns which lines are held against the history. Default: all.
   */
  constructor(
    private readonly history: TableHistory,
    from = 0,
    private readonly concerns: (line: string) => boolean = () => true,
  ) {
    this.reached = from;
  }

  readonly see = (snapshot: CommonCodeSnapshot<Record<string, unknown>>): void => {
    this.checked += 1;
    if (this.version > 0 && snapshot.version !== this.version + 1) {
      this.problems.push(`I2: version ${snapshot.version} came after version ${this.version}`);
    }
    this.version = snapshot.version;
    const lines = linesOf(snapshot).filter(this.concerns);
    const digest = digestOf(lines);
    const at = this.history.find(digest, this.reached);
    if (at >= 0) this.reached = at;
    else if (this.history.find(digest) < 0) {
      this.problems.push(`I1: a version that never was in the table: ${this.history.explain(lines)}`);
    } else this.problems.push(`I2: back from version ${this.reached} to version ${this.history.find(digest)}`);
  };
}

const COLUMNS =
  "group_code text, code text, code_name text, sort_order int, use_yn char(1) default 'Y', amount int not null";
const KEYED_BY_CODE = `${COLUMNS}, primary key (group_code, code)`;
const KEYED_APART = `${COLUMNS}, id int generated by default as identity primary key`;
const ACCOUNTS = 6;

export interface WatchedTableOptions {
  /** How many characters its labels have beside: for answers of several chunks. */
  readonly padding?: number;
  /** The primary key is (group_code, code), or a number. Default: the first. */
  readonly key?: 'code' | 'id';
}

/** A table whose every version is known: amounts move between its rows, in transactions. */
export class WatchedTable {
  readonly history = new TableHistory();
  private generation = 0;

  private constructor(
    private readonly db: Client,
    readonly name: string,
  ) {}

  static async create(db: Client, { padding = 0, key = 'code' }: WatchedTableOptions = {}): Promise<WatchedTable> {
    const table = new WatchedTable(db, await createTable(db, 'watched', key === 'code' ? KEYED_BY_CODE : KEYED_APART));
    const accounts = Array.from(
      { length: ACCOUNTS },
      (_, i) => `('ACCOUNT','${i}','${'x'.repeat(padding)}${i}',${i},'Y',100)`,
    );
    await table.write(`INSERT INTO ${table.name} VALUES ${accounts.join(',')},('VERSION','n','0',1,'Y',0)`);
    return table;
  }

  /** One transaction, whose outcome is in the history before anybody can see it. */
  async write(...statements: readonly string[]): Promise<void> {
    await this.db.query('BEGIN');
    try {
      for (const statement of statements) await this.db.query(statement);
      const { rows } = await this.db.query<{ row: TableRow }>(`SELECT to_jsonb(t) AS row FROM ${this.name} t`);
      this.history.add(viewOf(rows.map(({ row }) => row)));
      await this.db.query('COMMIT');
    } catch (error) {
      await this.db.query('ROLLBACK');
      throw error;
    }
  }

  /** Moves amounts between rows, so many times: each a transaction of four rows, and a version that never was before. */
  async move(times = 1): Promise<void> {
    for (let left = times; left > 0; left -= 1) {
      this.generation += 1;
      const [from, to] = [this.generation % ACCOUNTS, (this.generation * 5 + 1) % ACCOUNTS];
      const third = (this.generation + 3) % ACCOUNTS;
      await this.write(
        `UPDATE ${this.name} SET amount = amount - 7 WHERE group_code = 'ACCOUNT' AND code = '${from}'`,
        `UPDATE ${this.name} SET amount = amount + 7 WHERE group_code = 'ACCOUNT' AND code = '${to}'`,
        `UPDATE ${this.name} SET sort_order = sort_order + 1 WHERE group_code = 'ACCOUNT' AND code = '${third}'`,
        `UPDATE ${this.name} SET code_name = '${this.generation}' WHERE group_code = 'VERSION'`,
      );
    }
  }

  /** The shape is made anew: the same rows and one transfer, after a TRUNCATE. */
  async rotate(): Promise<void> {
    const { name } = this;
    this.generation += 1;
    await this.write(
      `CREATE TEMP TABLE kept_${name} AS SELECT * FROM ${name}`,
      `TRUNCATE ${name}`,
      `INSERT INTO ${name} SELECT * FROM kept_${name}`,
      `UPDATE ${name} SET code_name = '${this.generation}' WHERE group_code = 'VERSION'`,
      `DROP TABLE kept_${name}`,
    );
  }

  /** Whether a reader sees the table as it is now. */
  isSeenBy(cache: { readonly snapshot: CommonCodeSnapshot<Record<string, unknown>> }): boolean {
    return digestOf(linesOf(cache.snapshot)) === digestOf(this.history.current.lines);
  }
}
