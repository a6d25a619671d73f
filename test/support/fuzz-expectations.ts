import type { FuzzFollower } from './fuzz-follower.js';
import type { FuzzHistory } from './fuzz-history.js';
import type { FuzzLines } from './fuzz-lines.js';
import type { FuzzNotes } from './fuzz-notes.js';
import type { FuzzReader } from './fuzz-reader.js';
import type { Mode } from './fuzz-report.js';

/** Lines above debug, in one outage: what is first wrong, the interruption, and some that are to be mended. */
const MOST_LINES = 12;

/** What is said grows with what happens, and not with how often it is tried. */
export function expectFewLines({ loud }: FuzzLines, { transitions, versions }: FuzzReader, notes: FuzzNotes): void {
  const most = 20 + transitions * 6 + versions * 2;
  if (loud > most) notes.flaw(`${loud} log lines, with ${transitions} transitions (I3)`);
}

/** Answers of which nothing could be used, one after the other, were one outage: told of once, and backed off. */
export function expectOneOutage(
  { cache }: FuzzFollower,
  { loud }: FuzzLines,
  { transitions }: FuzzReader,
  { answers, ms }: { readonly answers: number; readonly ms: number },
  notes: FuzzNotes,
): void {
  if (loud > MOST_LINES) notes.flaw(`${loud} log lines in one outage (I3)`);
  if (transitions > 4) notes.flaw(`${transitions} transitions in one outage (I4)`);
  if (cache.status.lastError === undefined) notes.flaw('I4: an outage without an error');
  if (ms < answers * 2_000) notes.flaw(`W10: ${ms} ms for all of them`);
}

/** With a good server, the cache is right, and says so. */
export function expectRight(
  { cache, replicator }: FuzzFollower,
  history: FuzzHistory,
  mode: Mode,
  notes: FuzzNotes,
): void {
  const when = 'after the server had become good again';
  const { snapshot } = replicator.state;
  const { corrected, lastError, state } = cache.status;
  if (snapshot === undefined) notes.flaw(`I3: nothing ${when}: ${lastError?.message}`);
  else if (!history.isLatest(snapshot)) notes.flaw(`I3: not the table ${when}: ${history.difference(snapshot)}`);
  if (state !== 'live') notes.flaw(`I4: ${state} with a good server`);
  if (lastError) notes.flaw('I4: an error is shown with a good server');
  if (mode !== 'lying' && corrected > 0) notes.flaw('I12: a false alarm');
}

/** What was stored is what the table is. */
export function expectStored({ cache }: FuzzFollower, history: FuzzHistory, notes: FuzzNotes): void {
  if (cache.status.source !== 'store') notes.flaw('I7: what was stored cannot be loaded');
  else if (!history.isLatest(cache.snapshot)) notes.flaw('I7: what was stored is not what the table is');
}
