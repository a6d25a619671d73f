import { readFileSync, writeFileSync } from 'node:fs';
import type { Environment } from './environment.js';
import type { SectionResult } from './section-result.interface.js';
import { goalTable, linesOf, markdownTable } from './table.js';

const DOCUMENT = 'docs/performance.md';

/** Fewer rounds say too little to be reported. */
const LEAST_ROUNDS = 15;

/**
 * Puts the figures of these files into docs/performance.md, between `<!-- bench: SECTION -->` and `<!-- /bench -->`. What is
 * not in the files stays as it is there.
 */
export function report(files: readonly string[]): void {
  const results = files.flatMap(readResults).toSorted((a, b) => a.rows - b.rows);
  const few = results.find(({ rounds }) => rounds < LEAST_ROUNDS);
  if (few !== undefined) throw new Error(`${few.section} was measured in ${few.rounds} rounds, not ${LEAST_ROUNDS}`);
  const blocks = new Map<string, string>([
    ['machine', machine(results)],
    ['goals', goalTable(results)],
  ]);
  for (const { section } of results) {
    const ofSection = results.filter((result) => result.section === section);
    blocks.set(section, ofSection.map(block).join('\n\n'));
  }
  const document = readFileSync(DOCUMENT, 'utf8').replace(
    /(<!-- bench: (\w+) -->\n)[\s\S]*?(<!-- \/bench -->)/g,
    (all, begin: string, name: string, end: string) => {
      const text = blocks.get(name);
      return text === undefined ? all : `${begin}\n${text}\n\n${end}`;
    },
  );
  writeFileSync(DOCUMENT, document);
}

function readResults(file: string): SectionResult[] {
  const read = JSON.parse(readFileSync(file, 'utf8')) as SectionResult | SectionResult[];
  return Array.isArray(read) ? read : [read];
}

function block({ rows, results, leftOut, rounds, seconds, environment, note }: SectionResult): string {
  const { date, commit } = environment;
  const lines = [
    `**${rows.toLocaleString('en-US')} rows** (${rounds} rounds in ${seconds} s, ${date.slice(0, 10)}, commit ${commit})`,
    ...(note === undefined ? [] : [`_${note}_`]),
    markdownTable(linesOf(results)),
    ...Object.entries(leftOut).map(([candidate, why]) => `Left out: ${candidate} (${why}).`),
  ];
  return lines.join('\n\n');
}

/** All that the files were measured on: one machine, if they are to stand beside one another. */
function machine(results: readonly SectionResult[]): string {
  return [...new Set(results.map(({ environment }) => describe(environment)))].join('\n\n');
}

function describe({ cpu, cores, memoryGb, system, versions, date }: Environment): string {
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date.slice(0, 10)}: ${cores} cores (${cpu}), ${memoryGb} GB, ${system}; ${packages.join(', ')}`;
}
