/**
 * Starts one EmbeddedElectric and prints `{"url":…,"databaseUrl":…}` as one line. Stops when stdin ends, and so with its parent.
 * A line `{"misbehave":{…}}` on stdin is for `EmbeddedElectric.misbehave`; each line is answered with `{"misbehaved":{…}}` or `{"error":"…"}`.
 *
 *     npx tsx test/support/embedded-electric.main.ts '{"port":3001,"longPollTimeoutMs":2000}'
 */
import { createInterface } from 'node:readline';
import {
  EmbeddedElectric,
  type EmbeddedElectricOptions,
  type Misbehaviours,
} from '../../lib/testing/embedded-electric/index.js';

async function main(options: EmbeddedElectricOptions): Promise<void> {
  const electric = await EmbeddedElectric.start(options);
  const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
  createInterface(process.stdin).on('line', (line) => say(obey(electric, line)));
  process.stdin.once('close', () => void electric.stop());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.stdin.destroy());
  say({ url: electric.url, databaseUrl: electric.databaseUrl });
}

function obey(electric: EmbeddedElectric, line: string): object {
  try {
    const { misbehave } = JSON.parse(line) as { misbehave?: Misbehaviours };
    if (misbehave) electric.misbehave(misbehave);
    return { misbehaved: electric.misbehaved };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

void main(JSON.parse(process.argv[2] ?? '{}') as EmbeddedElectricOptions);
