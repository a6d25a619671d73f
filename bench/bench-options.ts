import { parseArgs } from 'node:util';
import { isSection, SECTIONS, type SectionName } from './sections/index.js';

export interface BenchOptions {
  readonly sections: readonly SectionName[];
  readonly rows: number;
  readonly rounds: number;
  /** Where the figures go, as JSON. */
  readonly json: string | undefined;
  /** Parts of the names of candidates; none: all. The limit always runs. */
  readonly only: readonly string[];
  /** Where CPU profiles of the measured processes go. */
  readonly profile: string | undefined;
  /** What has to be known of this run: goes into the JSON and the report. */
  readonly note: string | undefined;
  /** JSON files that docs/performance.md is to be made from, instead of measuring. */
  readonly report: readonly string[] | undefined;
}

export const USAGE = `npm run bench --                     every section, at 10,000 rows
  --section ${Object.keys(SECTIONS).join('|')}
                                     or several, separated by commas
  --rows N                           of the table; default 10,000
  --rounds N                         default 15, which is also the least for a report
  --only NAMES                       candidates, by parts of their names, separated by commas; the limit always runs
  --json FILE                        writes the figures there
  --note TEXT                        what has to be known of this run: goes into the report
  --profile FOLDER                   writes CPU profiles of the measured processes there
  --report FILE…                     measures nothing: puts the figures of these files into docs/performance.md
`;

/** @throws Error that says what is wrong with the arguments. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      section: { type: 'string', default: Object.keys(SECTIONS).join(',') },
      rows: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '15' },
      only: { type: 'string', default: '' },
      json: { type: 'string' },
      note: { type: 'string' },
      profile: { type: 'string' },
      report: { type: 'boolean', default: false },
    },
  });
  const sections = values.section.split(',');
  const unknown = sections.find((name) => !isSection(name));
  if (unknown !== undefined) throw new Error(`there is no section "${unknown}"`);
  if (positionals.length > 0 !== values.report) throw new Error('files go with --report, and it with files');
  return {
    sections: sections.filter(isSection),
    rows: positive(values.rows, '--rows'),
    rounds: positive(values.rounds, '--rounds'),
    json: values.json,
    only: values.only.split(',').filter((name) => name !== ''),
    note: values.note,
    profile: values.profile,
    report: values.report ? positionals : undefined,
  };
}

function positive(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number <= 0) throw new Error(`${option} takes a whole number above 0`);
  return number;
}
