/**
 * Fuzzes everything that a server controls: `npm run fuzz -- --inputs N --seed S`, and `--episode E` to play a failing one again, with a trace.
 * Prints one JSON line with its counts; ends with 1 if anything was not as it should be.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { playEpisode } from '../support/fuzz-episode.js';
import type { EpisodeReport, Mode } from '../support/fuzz-report.js';

/** How many fuzzed answers one cache gets. */
const PER_EPISODE = 200;
const MODES: readonly Mode[] = ['faithful', 'lying', 'faithful', 'lying', 'useless'];

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    episode: { type: 'string' },
    out: { type: 'string', default: '.tmp/reliability/fuzz.json' },
  },
});
const wanted = Number(values.inputs);
const seed = Number(values.seed);

const outside: string[] = [];
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => {
    outside.push(`${event}: ${error instanceof Error ? error.stack : String(error)}`);
  });
}
const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const names = () => prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join()).join('|');
const before = names();

const started = Date.now();
const totals = { inputs: 0, episodes: 0, requests: 0, versions: 0, audits: 0, lines: 0, virtualHours: 0 };
const effects: Record<string, number> = {};
const kinds: Record<string, number> = {};
const failures: { readonly episode: number; readonly seed: number; readonly flaws: readonly string[] }[] = [];

for (let episode = Number(values.episode ?? 0); totals.inputs < wanted; episode += 1) {
  const trace = values.episode === undefined ? undefined : (line: string) => void process.stderr.write(`${line}\n`);
  const report = await playEpisode(
    seed * 1_000_003 + episode,
    PER_EPISODE,
    MODES[episode % MODES.length] ?? 'faithful',
    trace,
  );
  add(report);
  const flaws = [...report.flaws, ...outside.splice(0)];
  if (names() !== before) flaws.push('a prototype has been polluted');
  if (flaws.length > 0) failures.push({ episode, seed, flaws });
  if (failures.length >= 20 || values.episode !== undefined) break;
}

function add(report: EpisodeReport): void {
  totals.episodes += 1;
  for (const name of ['inputs', 'requests', 'versions', 'audits', 'lines'] as const) totals[name] += report[name];
  totals.virtualHours += report.virtualMs / 3_600_000;
  for (const [name, count] of Object.entries(report.effects)) effects[name] = (effects[name] ?? 0) + count;
  for (const [name, count] of Object.entries(report.kinds)) kinds[name] = (kinds[name] ?? 0) + count;
}

const result = {
  suite: 'fuzz',
  seed,
  ...totals,
  virtualHours: Math.round(totals.virtualHours),
  effects,
  kinds,
  failures,
  durationMs: Date.now() - started,
  node: process.version,
};
mkdirSync(values.out.replace(/[^/]*$/, '') || '.', { recursive: true });
writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
const { kinds: _, failures: found, ...short } = result;
process.stdout.write(`${JSON.stringify({ ...short, failures: found })}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
