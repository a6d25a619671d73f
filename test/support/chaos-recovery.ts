import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosReader } from './chaos-reader.js';

const GIVE_UP_MS = 60_000;

/**
 * The faults have ended: within three good answers the cache is the table, without help. A request says that all answers before
 * it have been taken in, so that nothing here depends on how long anything takes.
 * @returns what was not so.
 */
export async function recover(reader: ChaosReader, lossy: boolean): Promise<string | undefined> {
  const { proxy, name } = reader;
  // A log that has lost rows contradicts itself now and then, and is read anew then (I10).
  const enough = lossy ? 6 : 3;
  const isWell = () => reader.isThere() && reader.status.state === 'live' && reader.status.lastError === undefined;
  let late: string | undefined;
  proxy.onRequest = ({ subset }) => {
    if (subset || proxy.goodAnswers < enough || reader.isThere()) return;
    late ??= `I3: ${name} is not the table after ${proxy.goodAnswers} good answers`;
  };
  const end = Date.now() + GIVE_UP_MS;
  while (late === undefined && !isWell()) {
    if (Date.now() > end) late = `I3: ${name} has not come back: ${JSON.stringify(reader.status)}`;
    await delay(5);
  }
  proxy.onRequest = () => {};
  return late && `${late}; it said: ${reader.said.join(' | ')}`;
}

/**
 * What the log has lost stays lost, until an audit brings it.
 * @returns how many rows were lost; and what was not so.
 */
export async function mend(reader: ChaosReader): Promise<{ readonly lost: number; readonly problem?: string }> {
  const lost = reader.divergences();
  const said: string[] = [];
  // The first may find one at work that began before.
  for (let attempt = 0; attempt < 5 && reader.divergences() > 0; attempt += 1) said.push(await reader.audit());
  const left = reader.divergences();
  if (left === 0) return { lost };
  return { lost, problem: `I12: ${reader.name} still has ${left} of ${lost} divergences: ${said.join(', ')}` };
}
