import { CommonCodeCache } from './common-code.cache.js';

/** @internal The options, inside the module. A string: it stays the same in two copies of this package. */
export const COMMON_CODE_OPTIONS = 'COMMON_CODE:MODULE_OPTIONS';

/** @internal The background provider, inside the module. */
export const COMMON_CODE_REPLICATOR = 'COMMON_CODE:REPLICATOR';

/** @internal Its lines bear the cache's name, inside the module. */
export const COMMON_CODE_LOGGER = 'COMMON_CODE:LOGGER';

/**
 * The injection token of a cache.
 * @param name the `name` given to `forRoot` or `forRootAsync`; without one, the class {@link CommonCodeCache} is the token.
 * @publicApi
 */
export function getCommonCodeCacheToken(name?: string): string | typeof CommonCodeCache {
  return name === undefined ? CommonCodeCache : `COMMON_CODE:CACHE:${name}`;
}
