import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Follower } from '../candidates/follower.interface.js';
import { loadFollower } from '../candidates/load-follower.js';
import { codeAt, TABLE } from '../data/codes.js';
import { changed } from '../data/transactions.js';
import { FirstRequest } from '../measure/first-request.js';
import { retainedBytes } from '../measure/heap.js';
import { PeakMemory } from '../measure/peak-memory.js';
import { type Stall, StallProbe } from '../measure/stall-probe.js';

/** The shape to be read, and by whom. */
export interface Ingest {
  readonly candidate: string;
  readonly url: string;
  readonly rows: number;
}

let running: Follower | undefined;

export const ingestTasks = {
  /** @returns milliseconds from the first request until codes can be read. */
  async ingestTime({ candidate, url, rows }: Ingest): Promise<number> {
    const first = new FirstRequest();
    const follower = await prepare(candidate, url, first.fetch);
    await follower.start();
    const elapsedMs = first.elapsedMs;
    expectRead(follower, rows);
    return elapsedMs;
  },

  async ingestStall({ candidate, url, rows }: Ingest): Promise<Stall> {
    const probe = new StallProbe();
    const first = new FirstRequest(() => probe.start());
    const follower = await prepare(candidate, url, first.fetch);
    await follower.start();
    const stall = await probe.stop();
    expectRead(follower, rows);
    running = follower;
    return stall;
  },

  /** Serves labels over HTTP, from what was read before. @returns the port. */
  async serve({ rows }: Pick<Ingest, 'rows'>): Promise<number> {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 7919;
      const { group_code, code } = codeAt(asked % rows, rows);
      response.end(JSON.stringify({ label: running?.label(group_code, code) }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  },

  /** Watches the event loop until what the next rotation brings can be read. */
  async refetchStall({ rows }: Pick<Ingest, 'rows'>): Promise<Stall> {
    const { group_code, code, code_name } = changed(0, 1, rows);
    const follower = running;
    if (follower === undefined) throw new Error('nothing was read before');
    const probe = new StallProbe();
    probe.start();
    while (follower.label(group_code, code) !== code_name) await new Promise((resolve) => setTimeout(resolve, 2));
    return probe.stop();
  },

  /** @returns bytes: of resident memory at its highest, over what it was before; and retained at the end, over that. */
  async memory({ candidate, url, rows }: Ingest): Promise<{ peak: number; retained: number }> {
    const follower = await prepare(candidate, url, globalThis.fetch);
    const before = await retainedBytes();
    const peak = new PeakMemory();
    await follower.start();
    const peakBytes = peak.stop();
    const retained = (await retainedBytes()) - before;
    expectRead(follower, rows);
    return { peak: peakBytes, retained };
  },
};

/** Up to the start itself. `fetch` has been used before, so that loading it counts for nobody. */
async function prepare(candidate: string, url: string, fetch: typeof globalThis.fetch): Promise<Follower> {
  const prepareFollower = await loadFollower(candidate);
  await (await globalThis.fetch(new URL('/warm', url))).arrayBuffer();
  return prepareFollower({ url, table: TABLE, fetch });
}

function expectRead(follower: Follower, rows: number): void {
  for (const index of [0, Math.floor(rows / 2), rows - 1]) {
    const { group_code, code, code_name } = codeAt(index, rows);
    const label = follower.label(group_code, code);
    if (label !== code_name) throw new Error(`row ${index} should read ${code_name}, not ${label}`);
  }
}
