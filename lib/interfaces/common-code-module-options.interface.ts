import type { ColumnMapping } from '../domain/column-mapping.interface.js';
import type { AuditOptions } from '../replica/audit.interface.js';
import type { ElectricConnection } from '../replica/electric-connection.interface.js';
import type { ShapeDefinition } from '../replica/shape-definition.interface.js';
import type { SnapshotStore } from '../storage/snapshot-store.interface.js';

/**
 * What `onModuleInit` does before there is data.
 * @publicApi
 */
export interface StartupOptions {
  /** Hold the start until there is data, so that the hooks of dependents find it. Default: `true`. */
  readonly wait?: boolean | undefined;
  /** How long, in milliseconds. Default: 10,000. It never cancels the sync. */
  readonly timeoutMs?: number | undefined;
  /** Go on without data (readiness says so), or let the start fail. Default: `continue`. */
  readonly onTimeout?: 'continue' | 'fail' | undefined;
}

/**
 * The options of `CommonCodeModule.forRoot`.
 * @publicApi
 */
export interface CommonCodeModuleOptions<A = Record<string, unknown>> {
  readonly electric: ElectricConnection;
  readonly shape: ShapeDefinition;
  /** How rows become codes. Without it: the columns of design `group_code`, `code`, `code_name`, `sort_order`, `use_yn`. */
  readonly mapping?: ColumnMapping<A> | undefined;
  /** Keeps a copy beyond this process, so that a pod starts and serves with Electric and Postgres down. Default: none. */
  readonly store?: SnapshotStore | undefined;
  readonly startup?: StartupOptions | undefined;
  /** Holds the copy against Postgres, past Electric's log, now and then. Default: never. */
  readonly audit?: AuditOptions | undefined;
  /** `false` for scripts and OpenAPI generation: no sync, and reads throw `CommonCodeNotReadyError`. Default: `true`. */
  readonly enabled?: boolean | undefined;
}

/**
 * Options of the module itself, beside those of the replica: known before any factory runs.
 * @publicApi
 */
export interface CommonCodeModuleExtras {
  /** For a second cache in one application: inject it with `@InjectCommonCodeCache(name)`. */
  readonly name?: string | undefined;
  /** Make the cache injectable everywhere. Default: `false`. */
  readonly isGlobal?: boolean | undefined;
}

/**
 * For `forRootAsync({ useClass })` and `useExisting`.
 * @publicApi
 */
export interface CommonCodeModuleOptionsFactory<A = Record<string, unknown>> {
  createCommonCodeOptions(): CommonCodeModuleOptions<A> | Promise<CommonCodeModuleOptions<A>>;
}
