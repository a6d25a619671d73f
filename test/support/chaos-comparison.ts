import type { CommonCodeCache } from 'nestjs-common-code';
import { isSturdy } from './chaos-rows.js';
import { digestOf, linesOf, type TableView } from './fault-view.js';

/** Whether a cache shows the table as it is now; of a table that can lose rows (29), those that it cannot. */
export function shows(cache: CommonCodeCache, now: TableView, lossy: boolean): boolean {
  if (cache.status.source !== 'electric') return false;
  const seen = linesOf(cache.snapshot);
  if (lossy) return digestOf(seen.filter(isSturdy)) === digestOf(now.lines.filter(isSturdy));
  return cache.status.rejected === now.rejected && digestOf(seen) === digestOf(now.lines);
}

/** How many codes are not as in the table: there and not here, or here and not there. */
export function divergencesOf(cache: CommonCodeCache, now: TableView): number {
  const seen = new Set(linesOf(cache.snapshot));
  const missing = now.lines.filter((line) => !seen.has(line)).length;
  return missing + seen.size - (now.lines.length - missing);
}

/** Where the status and what is read contradict each other (I4). */
export function contradictionsOf({ status, snapshot }: CommonCodeCache): string[] {
  const problems: string[] = [];
  if (status.version !== snapshot.version) problems.push('I4: the status tells of another version than is read');
  if (status.codes !== snapshot.size) problems.push('I4: the status counts other codes than are read');
  if (status.state === 'live' && status.source !== 'electric') problems.push('I4: live, and not from Electric');
  if (status.state === 'closed') problems.push('I3: closed by itself');
  return problems;
}
