export { CommonCodeCache } from './common-code.cache.js';
export { getCommonCodeCacheToken } from './common-code.constants.js';
export { CommonCodeModule } from './common-code.module.js';
export { InjectCommonCodeCache } from './decorators/inject-common-code-cache.decorator.js';
export type { ColumnMapping, ColumnSource } from './domain/column-mapping.interface.js';
export type { CommonCode, CommonCodeNode } from './domain/common-code.interface.js';
export type { CommonCodeChanges } from './domain/common-code-changes.js';
export { CommonCodeConfigurationError } from './domain/common-code-configuration.error.js';
export { CommonCodeNotFoundError } from './domain/common-code-not-found.error.js';
export type { CommonCodeReads } from './domain/common-code-reads.interface.js';
export { CommonCodeSnapshot } from './domain/common-code-snapshot.js';
export type { RejectedRow } from './domain/rejected-row.interface.js';
export type { ColumnValue, Row } from './domain/row.interface.js';
export { CommonCodeNotReadyError } from './errors/common-code-not-ready.error.js';
export type {
  CommonCodeModuleExtras,
  CommonCodeModuleOptions,
  CommonCodeModuleOptionsFactory,
  StartupOptions,
} from './interfaces/common-code-module-options.interface.js';
export type { WhenReadyOptions } from './interfaces/when-ready-options.interface.js';
export type { AuditOptions, AuditResult } from './replica/audit.interface.js';
export type { CommonCodeSource, CommonCodeState, CommonCodeStatus } from './replica/common-code-status.interface.js';
export type { ElectricConnection, Resolvable } from './replica/electric-connection.interface.js';
export type { ShapeDefinition } from './replica/shape-definition.interface.js';
export type { ShapePosition } from './replica/shape-offset.js';
export type { SnapshotStore, StoreCommit, StoredRow, StoredSnapshot } from './storage/snapshot-store.interface.js';
