import type { RejectedRow } from '../domain/rejected-row.interface.js';
import { clip } from './clip.js';

/** How much of what a row holds is said. */
const MAX_LENGTH = 200;

/** What the sync says in the log, by name. Nothing here is given a secret or a URL with a query. */
export const REPLICA_MESSAGES = {
  live: (table: string, rows: number, groups: number, ms: number) =>
    `Live: ${table}, ${count(rows, 'code')} in ${count(groups, 'group')}, after ${Math.round(ms)} ms`,
  progress: (table: string, rows: number, ms: number) =>
    `Reading the snapshot of ${table}: ${rows} rows so far, after ${seconds(ms)} s`,
  notYet: (message: string) => `Not in sync yet, and trying on: ${message}`,
  interrupted: (message: string) => `Interrupted, serving the last version and trying on: ${message}`,
  stale: 'Electric has not confirmed for a minute that we are up to date',
  stillWrong: (message: string) => `Still not in sync: ${message}`,
  back: (ms: number) => `Live again, after ${seconds(ms)} s`,
  retry: (message: string, consecutive: number, retryInMs: number) =>
    `Try ${consecutive} failed, the next one in ${Math.round(retryInMs)} ms: ${message}`,
  startingOver: (why: 'rotated' | 'contradicted') =>
    `${STARTING_OVER[why]}: reading the snapshot anew, and serving the last version until it is whole`,
  manyRotations: (times: number) =>
    `The shape rotated ${times} times before its snapshot was whole: are there several Electrics behind one URL?`,
  handleCameBack:
    'A cache in between answered with the expired snapshot, or the handle lives on after a restart of Electric; asking again at most twice',
  contradictions: (count: number) =>
    `${count} changes were to rows that are not held; the snapshot has been read anew before, so they are taken as they are`,
  rejected: (rows: readonly RejectedRow[]) => {
    const shown = rows
      .slice(0, 5)
      .map(({ key, reason }) => `${clip(JSON.stringify(key), MAX_LENGTH)} (${clip(reason, MAX_LENGTH)})`);
    const more = rows.length > shown.length ? `, and ${rows.length - shown.length} more` : '';
    return `${rows.length} ${rows.length === 1 ? 'row is' : 'rows are'} kept out: ${shown.join('; ')}${more}`;
  },
  corrected: (table: string, corrected: number, rows: number) =>
    `An audit of ${table} found ${corrected} of ${rows} rows that Electric's log had lost or had wrong, and corrected them; see the README on how to prevent this`,
  audited: (table: string, rows: number) => `An audit of ${table} found nothing wrong with ${rows} rows`,
  auditSuperseded: 'An audit was given up: the shape was read anew meanwhile',
  auditFailed: (message: string) => `An audit failed, and the next one will be made as planned: ${message}`,
  subscriberFailed: (stack: string) =>
    `A subscriber threw; its subscription goes on, and the others were told all the same: ${stack}`,
  startsWithoutStore: (message: string) => `Starting without what the store has: ${message}`,
  storeFailed: (message: string) =>
    `The store could not save, and will be tried again; codes are served as before: ${message}`,
  storeIsBack: 'The store saves again',
  cycle: (group: string, cutAt: readonly string[]) =>
    `The parents of group ${JSON.stringify(group)} go round in a circle, which is cut at ${cutAt.map((code) => JSON.stringify(code)).join(', ')}`,
};

const STARTING_OVER = {
  rotated: 'The shape has a new handle',
  contradicted: 'The log tells of rows that are not held',
};

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
