import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { CommonCodeCache } from '../common-code.cache.js';
import type { CommonCodeStatus } from '../replica/common-code-status.interface.js';

/**
 * What readiness asks of a cache.
 * @publicApi
 */
export interface ReadinessOptions {
  /** Default: the unnamed cache of the application. */
  readonly cache?: Pick<CommonCodeCache, 'status'> | undefined;
  /**
   * Beyond this staleness, in milliseconds, the answer is down. At least 60,000, since an idle long poll takes 20 s. Without
   * it a pod that has data is never down: all pods share Electric, and failing them all at once is the outage.
   */
  readonly maxStalenessMs?: number | undefined;
}

const DEFAULT_KEY = 'commonCodes';
const SHORTEST_STALENESS_MS = 60_000;

/**
 * Readiness for Kubernetes, through @nestjs/terminus 11 or 12: can this pod serve? Up while the sync is live, degraded (200;
 * in terminus 11: up, with `degraded: true`) while it serves what it has, down (503) if it has nothing or is closing.
 * Not for liveness: a restart does not bring Electric back.
 *
 * @publicApi
 */
@Injectable()
export class CommonCodeHealthIndicator {
  constructor(
    @Inject(HealthIndicatorService) private readonly health: HealthIndicatorService,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
  ) {}

  /**
   * Reads the status in memory. Never throws, and shows no secret.
   * @param key the name in the health answer. Default: `commonCodes`.
   */
  isReady<const Key extends string = typeof DEFAULT_KEY>(
    key: Key = DEFAULT_KEY as Key,
    options: ReadinessOptions = {},
  ): HealthIndicatorResult<Key> {
    const indicator: Session<Key> = this.health.check(key);
    const cache = options.cache ?? this.unnamedCache();
    if (cache === undefined) {
      return indicator.down({
        message: 'There is no unnamed CommonCodeCache in this application: give isReady({ cache }).',
      });
    }
    const { status } = cache;
    const details = describe(status);
    switch (verdict(status, options.maxStalenessMs)) {
      case 'up':
        return indicator.up(details);
      case 'down':
        return indicator.down(details);
      case 'degraded':
        return indicator.degraded?.(details) ?? indicator.up({ ...details, degraded: true });
    }
  }

  private unnamedCache(): CommonCodeCache | undefined {
    try {
      return this.modules.get(CommonCodeCache, { strict: false });
    } catch {
      return undefined;
    }
  }
}

/** What terminus 11 and 12 have in common; `degraded` is of 12. */
interface Session<Key extends string> {
  up(details: Record<string, unknown>): HealthIndicatorResult<Key>;
  down(details: Record<string, unknown>): HealthIndicatorResult<Key>;
  degraded?(details: Record<string, unknown>): HealthIndicatorResult<Key>;
}

function verdict(
  { state, source, stalenessMs = 0 }: CommonCodeStatus,
  maxStalenessMs?: number,
): 'up' | 'degraded' | 'down' {
  if (state === 'closed' || source === 'none') return 'down';
  if (maxStalenessMs !== undefined && stalenessMs > Math.max(maxStalenessMs, SHORTEST_STALENESS_MS)) return 'down';
  return state === 'live' ? 'up' : 'degraded';
}

/** For people and dashboards. */
function describe({
  state,
  source,
  position,
  codes,
  groups,
  rejected,
  lastSyncedAt,
  stalenessMs,
  store,
  lastError,
}: CommonCodeStatus) {
  return {
    state,
    source,
    ...(position && { position }),
    codes,
    groups,
    rejected,
    ...(lastSyncedAt && { lastSyncedAt: lastSyncedAt.toISOString(), stalenessMs }),
    ...(store?.lastError && { store: { lastError: { ...store.lastError, at: store.lastError.at.toISOString() } } }),
    ...(lastError && { lastError: { ...lastError, at: lastError.at.toISOString() } }),
  };
}
