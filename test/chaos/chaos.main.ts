/**
 * The chaos suite for as long as one likes: seeds one after another. A seed that fails is played again by `--seed S --runs 1`;
 * its steps are in `.tmp/reliability/chaos-<seed>.log`.
 *
 *     npm run chaos -- --minutes 20 --seed 1 [--runs N] [--rounds N] [--steps N] [--lossy] [--verbose] [--out FILE]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChaosReport, chaosCounts } from '../support/chaos-report.js';
import { runChaos } from '../support/chaos-run.js';
import { totalOf, writeReport } from '../support/fault-report.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    rounds: { type: 'string', default: '4' },
    steps: { type: 'string', default: '40' },
    lossy: { type: 'boolean' },
    verbose: { type: 'boolean' },
    out: { type: 'string' },
  },
});
const first = Number(values.seed);
const runs = Number(values.runs ?? (values.minutes === undefined ? 1 : Number.POSITIVE_INFINITY));
const started = Date.now();
const end = started + Number(values.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
const say = (line: string) => void process.stderr.write(`${line}\n`);

const reports: ChaosReport[] = [];
for (let seed = first; seed < first + runs && Date.now() < end; seed += 1) reports.push(await play(seed));
const about = { rounds: Number(values.rounds), steps: Number(values.steps), durationMs: Date.now() - started };
say(`counts: ${writeReport('chaos', { ...chaosCounts(reports), ...about }, values.out)}`);
process.exitCode = reports.some(({ problems }) => problems.length > 0) ? 1 : 0;

async function play(seed: number): Promise<ChaosReport> {
  const steps: string[] = [];
  const log = (line: string) => {
    steps.push(`${((Date.now() - started) / 1000).toFixed(3)} ${line}`);
    if (values.verbose) say(line);
  };
  const lossy = values.lossy ?? seed % 4 === 0;
  const report = await runChaos({ seed, lossy, log, rounds: Number(values.rounds), steps: Number(values.steps) });
  const { versions, versionsChecked, faults, restartsOfElectric, problems } = report;
  say(
    `seed ${seed}${lossy ? ' (rows are lost)' : ''}: ${versions} versions, ${versionsChecked} emissions checked, ` +
      `${totalOf(faults)} faults, ${restartsOfElectric} restarts of Electric: ${problems.length === 0 ? 'ok' : 'FAILED'}`,
  );
  if (problems.length > 0) keep(report, steps);
  return report;
}

function keep({ seed, problems, evidence }: ChaosReport, steps: readonly string[]): void {
  const folder = join(process.cwd(), '.tmp/reliability');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `chaos-${seed}.log`);
  writeFileSync(file, [...steps, ...problems, ...evidence].join('\n'));
  for (const problem of problems) say(`  ${problem}`);
  say(`  its steps: ${file}; again: npm run chaos -- --seed ${seed} --rounds ${values.rounds} --steps ${values.steps}`);
}
