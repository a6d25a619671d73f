import { pick, type Random, whole } from './chaos-random.js';

export const COLUMNS = ['id', 'group_code', 'code', 'code_name', 'sort_order', 'use_yn', 'amount'] as const;
export const DEFINITION =
  'id int primary key, group_code text, code text, code_name text, sort_order int, use_yn char(1), amount int not null';
/** The row that tells versions apart. */
export const STAMP = 0;
/** From this id on, rows may be lost (29): they are held against the table only after an audit. */
export const FRAGILE = 1_000_000;
export const GROUPS = ['A', 'B', '한글/그룹', "it's"];
const CODES = ['1', '01', '2', '10', 'a/b', '"q"', '코드'];

/** The lines that are held against the history at all times. */
export function isSturdy(line: string): boolean {
  return Number(/"id=(\d+)"/.exec(line)?.[1]) < FRAGILE;
}

export function literal(value: string | null): string {
  return value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
}

/** Makes rows up: good ones mostly, and bad ones of each kind. */
export class ChaosRows {
  /** The ids that are there now, without the stamp. */
  present: readonly number[] = [];
  private nextId = 1;
  private nextFragile = FRAGILE;
  private stamp = 0;

  constructor(
    readonly random: Random,
    /** Whether rows may be lost: there are fragile ones then. */
    private readonly lossy: boolean,
  ) {}

  /** The id of a row that is there, if there is one. */
  anyId(): number {
    return this.present.length === 0 ? -1 : pick(this.random, this.present);
  }

  /** An id that never was there. */
  newId(): number {
    return this.lossy && this.random() < 0.3 ? this.nextFragile++ : this.nextId++;
  }

  /** Group, code, label, order and active. */
  values(): readonly [string, string, string, string, string] {
    const { random } = this;
    const group = random() < 0.04 ? null : pick(random, GROUPS);
    const code = random() < 0.04 ? null : random() < 0.5 ? pick(random, CODES) : String(whole(random, 1, 400));
    const name = random() < 0.1 ? null : `${pick(random, ['이름', 'name', 'x'.repeat(300)])} ${whole(random, 1, 99)}`;
    const order = random() < 0.2 ? 'NULL' : String(whole(random, -3, 9));
    const active = pick(random, ['Y', 'Y', 'Y', 'N', random() < 0.3 ? '?' : null]);
    return [literal(group), literal(code), literal(name), order, literal(active)];
  }

  /** A row, as a list of values in the order of {@link COLUMNS}. */
  row(id: number): string {
    return `(${id},${this.values().join(',')},${whole(this.random, 0, 1000)})`;
  }

  /** The stamp, with something new on it. */
  stampRow(): string {
    this.stamp += 1;
    return `(${STAMP},'#','stamp','${this.stamp}',1,'Y',0)`;
  }
}
