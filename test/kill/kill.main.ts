/**
 * Kills a process that follows a busy table with a store, again and again, and holds what the next one serves against what the
 * table really was.
 *
 *     npm run kill -- [--kills N] [--seed S] [--second-node] [--out FILE]
 */
import { parseArgs } from 'node:util';
import { writeReport } from '../support/fault-report.js';
import { runKills } from '../support/kill-run.js';
import { nodeWithSqlite } from '../support/second-node.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    'second-node': { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const say = (line: string) => void process.stderr.write(`${line}\n`);
const started = Date.now();
const seed = Number(values.seed);
// Both engines then, on the same files: better-sqlite3 in this Node, and the node:sqlite of the other.
const executables = values['second-node'] ? [process.execPath, nodeWithSqlite()] : [process.execPath];
const report = await runKills({ kills: Number(values.kills), seed, executables, log: say });
const about = { seed, executables: executables.length, durationMs: Date.now() - started };
say(`counts: ${writeReport('kill', { ...report, ...about }, values.out)}`);
for (const problem of report.problems) say(`  ${problem}`);
process.exitCode = report.problems.length > 0 ? 1 : 0;
