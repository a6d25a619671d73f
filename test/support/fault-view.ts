import { createHash } from 'node:crypto';
import type { CommonCodeSnapshot } from 'nestjs-common-code';

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

/** Short, to be kept and compared. */
export function digestOf(lines: readonly string[]): string {
  return createHash('sha1').update(lines.join('\n')).digest('base64');
}
