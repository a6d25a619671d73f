/** `npm run bench`: candidates side by side. What is measured, and how, is in docs/performance.md. */
import { writeFileSync } from 'node:fs';
import { type BenchOptions, readOptions, USAGE } from './bench-options.js';
import { LIMIT } from './candidates/names.js';
import { resultsOf } from './measure/measure.js';
import { environment } from './report/environment.js';
import { report } from './report/performance-doc.js';
import type { SectionResult } from './report/section-result.interface.js';
import { linesOf, textTable } from './report/table.js';
import { SECTIONS, type SectionName } from './sections/index.js';
import { ShapeServer } from './server/shape-server.js';

async function bench(options: BenchOptions): Promise<void> {
  const server = await ShapeServer.start();
  const results: SectionResult[] = [];
  for (const section of options.sections) {
    const result = await run(section, options, server);
    results.push(result);
    process.stdout.write(`${textTable(linesOf(result.results))}\n`);
    for (const [candidate, why] of Object.entries(result.leftOut)) {
      process.stdout.write(`left out: ${candidate} (${why})\n`);
    }
  }
  await server.stop();
  if (options.json === undefined) return;
  writeFileSync(options.json, `${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`);
}

async function run(section: SectionName, options: BenchOptions, server: ShapeServer): Promise<SectionResult> {
  const { rows, rounds, only, note, profile } = options;
  process.stdout.write(`\n${section}, ${rows.toLocaleString('en-US')} rows, ${rounds} rounds\n`);
  const startedAt = performance.now();
  const where = environment();
  const leftOut: Record<string, string> = {};
  const measures = await SECTIONS[section]({
    rows,
    rounds,
    server,
    profile,
    only: (candidates) => candidates.filter((name) => name === LIMIT || isAsked(name, only)),
    leaveOut(candidate, why) {
      leftOut[candidate] = why.split('\n')[0] ?? why;
    },
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const results = measures.flatMap(resultsOf);
  return { section, rows, results, rounds, leftOut, seconds, environment: where, note };
}

function isAsked(name: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((part) => name.toLowerCase().includes(part.toLowerCase()));
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.report === undefined) await bench(options);
  else report(options.report);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n\n${USAGE}`);
  process.exit(1);
}
