import type { Result } from '../measure/measure.js';
import type { SectionResult } from './section-result.interface.js';

/** A line of a table: measure, candidate, value, ratio, goal. */
export type Line = readonly [measure: string, candidate: string, value: string, ratio: string, goal: string];

export const HEADINGS: Line = ['', 'candidate', 'median [95 %]', 'ratio [95 %]', 'goal'];

/** The figures as lines; a measure is named once. */
export function linesOf(results: readonly Result[]): Line[] {
  return results.map((result, index) => {
    const { measure, candidate, unit, value, valueLow, valueHigh, ratio, low, high, base, rounds } = result;
    const isFirst = results[index - 1]?.measure !== measure;
    const toBase = ratio === null || candidate === base ? '' : `${times(ratio)}${between(low, high, rounds)}`;
    return [
      isFirst ? measure : '',
      candidate,
      `${figure(value)} ${unit}`.trim() + between(valueLow, valueHigh, rounds),
      toBase,
      goalOf(result),
    ];
  });
}

/** For a terminal. */
export function textTable(lines: readonly Line[]): string {
  const all = [HEADINGS, ...lines];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((line) => (line[column] ?? '').length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** For a document. */
export function markdownTable(lines: readonly Line[]): string {
  return markdown([HEADINGS, ...lines]);
}

/** The goals, and how they stand: for a document. */
export function goalTable(sections: readonly SectionResult[]): string {
  const lines = sections.flatMap(({ rows, results }) =>
    results
      .filter(({ goal }) => goal !== undefined)
      .map((result) => {
        const [, , value, ratio, goal] = linesOf([result])[0] ?? HEADINGS;
        return [result.measure, rows.toLocaleString('en-US'), value, ratio, goal];
      }),
  );
  return markdown([['', 'rows', 'median [95 %]', 'ratio [95 %]', 'goal'], ...lines]);
}

function markdown([headings = [], ...lines]: readonly (readonly string[])[]): string {
  const rule = headings.map(() => '---');
  return [headings, rule, ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function goalOf({ goal, unit, base }: Result): string {
  if (goal === undefined) return '';
  const to = goal.of === 'ratio' ? `${goal.atMost} × ${base}` : `${goal.atMost} ${unit}`;
  return `≤ ${to}: ${goal.met ? 'met' : 'MISSED'}`;
}

function times(ratio: number): string {
  return `${figure(ratio)} ×`;
}

/** What was counted once has no interval. */
function between(low: number | null, high: number | null, rounds: number): string {
  return low === null || high === null || rounds === 1 ? '' : ` [${figure(low)} – ${figure(high)}]`;
}

/** Three digits, or whole thousands. */
function figure(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}
