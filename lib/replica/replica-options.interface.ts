import type { ColumnMapping } from '../domain/column-mapping.interface.js';
import type { SnapshotStore } from '../storage/snapshot-store.interface.js';
import type { AuditOptions } from './audit.interface.js';
import type { Clock } from './clock.js';
import type { ElectricConnection } from './electric-connection.interface.js';
import type { Pacer } from './pacer.js';
import type { ShapeDefinition } from './shape-definition.interface.js';

/** What is followed, from where, how its rows become codes, and what is done to have them at hand and right. */
export interface ReplicaOptions<A> {
  readonly electric: ElectricConnection;
  readonly shape: ShapeDefinition;
  readonly mapping?: ColumnMapping<A> | undefined;
  readonly store?: SnapshotStore | undefined;
  readonly audit?: AuditOptions | undefined;
  readonly enabled?: boolean | undefined;
}

/** What tests own. */
export interface ReplicaEnvironment {
  readonly clock: Clock;
  readonly pacer: Pacer;
  /** In [0, 1). */
  readonly random: () => number;
  /** Between the two looks of an audit, in milliseconds. */
  readonly auditGapMs: number;
}
