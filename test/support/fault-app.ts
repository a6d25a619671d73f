import { TerminusModule } from '@nestjs/terminus';
import { CommonCodeModule, type CommonCodeModuleOptions } from 'nestjs-common-code';
import { CommonCodeHealthModule } from 'nestjs-common-code/terminus';
import { COMMON_CODE_OPTIONS, COMMON_CODE_REPLICATOR } from '../../lib/common-code.constants.js';
import { Replicator } from '../../lib/replica/replicator.js';
import { type CodesApp, startApp } from './codes-app.js';
import { electricTarget } from './electric-target.js';
import { eventually } from './eventually.js';
import { FastClock } from './fault-clock.js';
import { TableHistory } from './fault-history.js';
import type { FaultProxy } from './fault-proxy.js';
import type { WatchedTable } from './fault-table.js';
import { Witness } from './fault-witness.js';
import { Lines } from './replica-harness.js';

/** A real Electric polls for 20 s: a clock that runs faster would give its answers up, or call them old. */
export const FACTOR = electricTarget().isReal ? 1 : 20;
/** Above the poll of the Electric at hand, and no more: a poll that is held up is to be noticed soon. In milliseconds of the clock. */
export const LIVE_TIMEOUT_MS = electricTarget().isReal ? 30_000 : 55_000;

/** A Nest application over HTTP behind a {@link FaultProxy}, on a fast clock, and watched. */
export interface FaultApp extends CodesApp {
  readonly clock: FastClock;
  readonly lines: Lines;
  readonly witness: Witness;
  /** What nobody caught in this process. */
  readonly uncaught: unknown[];
  /** The tries that have failed so far. */
  tries(): FailedTry[];
  /** How many requests had come in when it was closed, or now. */
  close(): Promise<void>;
}

/** A line of the log: which failure in a row it was, and after what time, in milliseconds, it is tried again. */
export interface FailedTry {
  readonly consecutive: number;
  readonly retryInMs: number;
  readonly why: string;
}

/** Between the two looks of an audit, in milliseconds of the clock: longer than a poll. */
const AUDIT_GAP_MS = 40_000;
/** In the middle of what chance could bring: so that the bounds of the backoff can be seen. */
const MIDDLE = () => 0.5;

export async function startFaultApp(
  options: CommonCodeModuleOptions,
  history: TableHistory,
  random: () => number = MIDDLE,
): Promise<FaultApp> {
  const clock = new FastClock(FACTOR);
  const lines = new Lines();
  const witness = new Witness(history);
  const uncaught: unknown[] = [];
  const keep = (error: unknown) => void uncaught.push(error);
  process.on('unhandledRejection', keep).on('uncaughtException', keep);

  const module = CommonCodeModule.forRoot({
    ...options,
    electric: { liveTimeoutMs: LIVE_TIMEOUT_MS, ...options.electric },
    isGlobal: true,
  });
  const replicator = {
    provide: COMMON_CODE_REPLICATOR,
    inject: [COMMON_CODE_OPTIONS],
    useFactory: (checked: CommonCodeModuleOptions) => {
      const made = new Replicator<Record<string, unknown>>(checked, lines, { clock, random, auditGapMs: AUDIT_GAP_MS });
      made.state.snapshots.subscribe((snapshot) => snapshot && witness.see(snapshot));
      return made;
    },
  };
  const others = (module.providers ?? []).filter(
    (provider) => !('provide' in provider) || provider.provide !== COMMON_CODE_REPLICATOR,
  );
  const imports = [
    { ...module, providers: [...others, replicator] },
    CommonCodeHealthModule,
    TerminusModule.forRoot({ logger: false }),
  ];
  const app = await startApp(options, { imports });
  return {
    ...app,
    clock,
    lines,
    witness,
    uncaught,
    tries: () =>
      lines.all.flatMap(({ text }) => {
        const [, consecutive, retryInMs, why] = /^Try (\d+) failed, the next one in (\d+) ms: (.*)$/s.exec(text) ?? [];
        return why === undefined ? [] : [{ consecutive: Number(consecutive), retryInMs: Number(retryInMs), why }];
      }),
    async close() {
      await app.close();
      process.off('unhandledRejection', keep).off('uncaughtException', keep);
    },
  };
}

/**
 * After the faults: the cache is the table within three good answers, without help. A request says that all answers before it
 * have been taken in, so that nothing here depends on how long anything takes.
 */
export async function expectRecovery(
  proxy: FaultProxy,
  table: { readonly history: TableHistory; isSeenBy: WatchedTable['isSeenBy'] },
  app: Pick<FaultApp, 'cache'>,
): Promise<void> {
  const isThere = () => app.cache.status.source === 'electric' && table.isSeenBy(app.cache);
  let late: string | undefined;
  proxy.onRequest = () => {
    if (proxy.goodAnswers >= 3 && !isThere()) late ??= `not the table after ${proxy.goodAnswers} good answers`;
  };
  try {
    await eventually(() => {
      expect(late).toBeUndefined();
      expect([app.cache.status.state, app.cache.status.lastError, isThere()]).toEqual(['live', undefined, true]);
    });
  } finally {
    proxy.onRequest = () => {};
  }
  expect(app.cache.status.rejected).toBe(table.history.current.rejected);
}

const TRANSIENT = [500, 15_000] as const;
const SLOW = [2_000, 30_000] as const;

/**
 * Whether each pause was in the bounds of the backoff (W10): with full jitter's middle, half the ceiling, and what Retry-After
 * asked for on top.
 */
export function pauseProblems(tries: readonly FailedTry[], retryAfterMs = 0): string[] {
  return tries.flatMap(({ consecutive, retryInMs, why }) => {
    const allowed = [TRANSIENT, SLOW].map(([base, cap]) => Math.min(cap, base * 2 ** (consecutive - 1)) / 2);
    if (consecutive === 1) allowed.push(500); // a poll that was dropped
    const extra = /answered (429|503)/.test(why) ? [0, retryAfterMs] : [0];
    const fits = allowed.some((pause) => extra.some((more) => Math.abs(pause + more - retryInMs) <= 1));
    return fits ? [] : [`try ${consecutive} was followed by a pause of ${retryInMs} ms: ${why}`];
  });
}
