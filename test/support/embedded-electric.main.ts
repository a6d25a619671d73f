/**
 * Starts one EmbeddedElectric and prints `{"url":…,"databaseUrl":…}` as one line. Stops when stdin ends, and so with its parent.
 *
 *     npx tsx test/support/embedded-electric.main.ts '{"port":3001,"longPollTimeoutMs":2000}'
 */
import { EmbeddedElectric, type EmbeddedElectricOptions } from '../../lib/testing/embedded-electric/index.js';

async function main(options: EmbeddedElectricOptions): Promise<void> {
  const electric = await EmbeddedElectric.start(options);
  process.stdin.resume().once('close', () => void electric.stop());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.stdin.destroy());
  process.stdout.write(`${JSON.stringify({ url: electric.url, databaseUrl: electric.databaseUrl })}\n`);
}

void main(JSON.parse(process.argv[2] ?? '{}') as EmbeddedElectricOptions);
