import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PROMISES } from './promises.mjs';

const MARKS = { killed: '✓', survived: '✗ SURVIVED', invalid: '✗ INVALID' };

/** One line on a mutant that has been tried out. */
export function lineOn({ id, promise, outcome, by, ms }) {
  return `${MARKS[outcome]} ${promise.padEnd(9)} ${id} (${seconds(ms)} s)  ${by}`;
}

/** The counts, and what killed each. @param about what else is to be known of the run. */
export function summaryOf(results, about) {
  const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
  return {
    suite: 'mutants',
    mutants: results.length,
    killed: count('killed'),
    survived: count('survived'),
    invalid: count('invalid'),
    neverEnded: results.filter(({ by }) => by === 'never ends').length,
    promises: new Set(results.map(({ promise }) => promise)).size,
    node: process.version,
    ...about,
    results,
  };
}

export function write(path, summary) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(summary, null, 2)}\n`);
}

/** @returns those that an earlier run of the same code has killed: it was broken off. */
export function killedBefore(path, code) {
  try {
    const summary = JSON.parse(readFileSync(path, 'utf8'));
    return summary.code === code ? summary.results.filter(({ outcome }) => outcome === 'killed') : [];
  } catch {
    return []; // there was none
  }
}

/** A line for each promise, and the sum. */
export function tableOf({ results, mutants, killed, survived, invalid, durationMs }) {
  const order = new Set([...PROMISES, ...results.map(({ promise }) => promise)]);
  const lines = [...order].flatMap((promise) => {
    const own = results.filter((result) => result.promise === promise);
    const alive = own.filter(({ outcome }) => outcome !== 'killed').map(({ id, outcome }) => `${id} (${outcome})`);
    const numbers = `${String(own.length - alive.length).padStart(6)}${String(alive.length).padStart(8)}`;
    return own.length === 0 ? [] : [`${promise.padEnd(11)}${numbers}  ${alive.join(', ')}`];
  });
  const sum = `${killed} of ${mutants} killed, ${survived} survived, ${invalid} invalid, ${seconds(durationMs)} s`;
  return ['promise    killed  others', ...lines, '', sum].join('\n');
}

export function seconds(ms) {
  return (ms / 1_000).toFixed(1);
}
