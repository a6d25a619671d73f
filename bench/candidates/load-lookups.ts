import type { PrepareLookups } from './lookups.interface.js';
import { CACHE_MANAGER, LIBRARY, LIMIT, REDIS, SHAPE, SQLITE } from './names.js';

/** Loads a candidate, and nothing of the others. */
export async function loadLookups(name: string): Promise<PrepareLookups> {
  switch (name) {
    case LIMIT:
      return (await import('./limit.lookups.js')).prepareLimitLookups;
    case LIBRARY:
      return (await import('./library.lookups.js')).prepareLibraryLookups;
    case SHAPE:
      return (await import('./shape.lookups.js')).prepareShapeLookups;
    case CACHE_MANAGER:
      return (await import('./cache-manager.lookups.js')).prepareCacheManagerLookups;
    case SQLITE:
      return (await import('./sqlite.lookups.js')).prepareSqliteLookups;
    case REDIS:
      return (await import('./redis.lookups.js')).prepareRedisLookups;
    default:
      throw new Error(`${name} looks nothing up`);
  }
}
