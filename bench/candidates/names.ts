/** The candidates, as tables and `--only` name them. */
export const LIMIT = 'limit';
export const LIBRARY = 'nestjs-common-code';
export const SHAPE_STREAM = 'ShapeStream + Map';
export const SHAPE = 'Shape';
export const BARE_POLL = 'bare long poll';
export const CACHE_MANAGER = 'cache-manager';
export const SQLITE = 'better-sqlite3';
export const REDIS = 'Redis';

/** Those that follow a shape log. */
export const FOLLOWERS = [LIMIT, LIBRARY, SHAPE_STREAM, SHAPE] as const;

/** Those in which one can look something up. */
export const LOOKUPS = [LIMIT, LIBRARY, SHAPE, CACHE_MANAGER, SQLITE, REDIS] as const;
