import { CommonCodeCache, type CommonCodeModuleOptions, type ElectricConnection } from 'nestjs-common-code';
import { Replicator } from '../../lib/replica/replicator.js';
import { ScriptedElectric, type ScriptedRow } from './scripted-electric.js';
import { VirtualClock } from './virtual-clock.js';

/** A logger that keeps its lines. */
export class Lines {
  readonly all: { readonly level: 'log' | 'warn' | 'debug'; readonly text: string }[] = [];
  readonly log = (text: string) => void this.all.push({ level: 'log', text });
  readonly warn = (text: string) => void this.all.push({ level: 'warn', text });
  readonly debug = (text: string) => void this.all.push({ level: 'debug', text });

  /** The lines that an operator sees. */
  get loud(): string[] {
    return this.all.filter(({ level }) => level !== 'debug').map(({ text }) => text);
  }
}

/** Numbers in [0, 1) that a seed decides. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Harness {
  readonly clock: VirtualClock;
  readonly electric: ScriptedElectric;
  readonly replicator: Replicator<Record<string, unknown>>;
  readonly cache: CommonCodeCache;
  readonly lines: Lines;
  /** Starts, and lets everything happen that waits for no timer. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A cache that follows a scripted Electric on a virtual clock. */
export function createHarness(
  rows: readonly ScriptedRow[] = [],
  options: Partial<CommonCodeModuleOptions> & {
    readonly random?: () => number;
    readonly connection?: Partial<ElectricConnection>;
  } = {},
): Harness {
  const clock = new VirtualClock();
  const electric = new ScriptedElectric(clock, rows);
  const lines = new Lines();
  const replicator = new Replicator<Record<string, unknown>>(
    {
      shape: { table: 'common_code' },
      ...options,
      electric: { url: 'http://electric.test', fetch: electric.fetch, ...options.connection },
    },
    lines,
    { clock, random: options.random ?? seeded(1), pacer: { breathe: () => undefined } },
  );
  const cache = new CommonCodeCache(replicator);
  return {
    clock,
    electric,
    replicator,
    cache,
    lines,
    async start() {
      replicator.start();
      await clock.advance(0);
    },
    stop: () => replicator.stop(),
  };
}
