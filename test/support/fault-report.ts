import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The counts of a run, for docs/reliability.md. */
export interface ReliabilityReport {
  readonly [count: string]: unknown;
}

/**
 * Writes the counts of a suite as JSON.
 * @param path instead of `.tmp/reliability/<suite>.json`.
 */
export function writeReport(suite: string, report: ReliabilityReport, path?: string): string {
  const folder = join(process.cwd(), '.tmp/reliability');
  if (path === undefined) mkdirSync(folder, { recursive: true });
  const file = path ?? join(folder, `${suite}.json`);
  const about = { suite, finishedAt: new Date().toISOString(), node: process.version };
  writeFileSync(file, `${JSON.stringify({ ...about, ...report }, null, 2)}\n`);
  return file;
}

/** Adds counts up, by name. */
export function sum(...counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const each of counts) for (const [name, n] of Object.entries(each)) total[name] = (total[name] ?? 0) + n;
  return Object.fromEntries(Object.entries(total).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** All of them. */
export function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, n) => total + n, 0);
}
