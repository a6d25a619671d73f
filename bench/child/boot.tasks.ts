import { codeAt, TABLE } from '../data/codes.js';
import { type Stall, StallProbe } from '../measure/stall-probe.js';

/** A copy in a file, and the shape that it is of. */
export interface Boot {
  readonly path: string;
  readonly url: string;
  readonly rows: number;
}

export const bootTasks = {
  /** Reads the shape, and has it stored. */
  async fillStore(boot: Boot): Promise<void> {
    const follower = await prepare(boot, globalThis.fetch, () => {});
    await follower.start();
    await follower.stop(); // writes what there is left
    const { size } = follower.cache.snapshot;
    if (size !== boot.rows) throw new Error(`${size} codes were read, not ${boot.rows}`);
  },

  /** @returns milliseconds from the first call of the store until codes can be read. */
  async bootTime(boot: Boot): Promise<number> {
    let startedAt = 0;
    const stop = await start(boot, () => {
      startedAt = performance.now();
    });
    const elapsedMs = performance.now() - startedAt;
    await stop();
    return elapsedMs;
  },

  async bootStall(boot: Boot): Promise<Stall> {
    const probe = new StallProbe();
    const stop = await start(boot, () => probe.start());
    const stall = await probe.stop();
    await stop();
    return stall;
  },
};

/** Starts from the store alone: Electric does not answer. @returns what stops it. */
async function start(boot: Boot, onLoad: () => void): Promise<() => Promise<void>> {
  const follower = await prepare(boot, () => new Promise(() => {}), onLoad);
  await follower.start();
  const { group_code, code, code_name } = codeAt(boot.rows - 1, boot.rows);
  if (follower.label(group_code, code) !== code_name) throw new Error('the last row cannot be read');
  return () => follower.stop();
}

/** Loads nothing before it is called: the process can be another candidate's. */
async function prepare({ path, url }: Boot, fetch: typeof globalThis.fetch, onLoad: () => void) {
  const { SqliteSnapshotStore } = await import('nestjs-common-code/sqlite');
  const { ObservedStore } = await import('../candidates/observed-store.js');
  const { prepareLibrary } = await import('../candidates/library.follower.js');
  const store = new ObservedStore(new SqliteSnapshotStore({ path, engine: 'better-sqlite3' }), onLoad);
  return prepareLibrary({ url, table: TABLE, fetch, store });
}
