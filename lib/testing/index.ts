export { CommonCodeTestingHandle, type TestCode, type TestCodes } from './common-code-testing.handle.js';
export { CommonCodeTestingModule, getCommonCodeTestingHandleToken } from './common-code-testing.module.js';
export { EmbeddedElectric, type EmbeddedElectricOptions } from './embedded-electric/index.js';
export { type SnapshotStoreCase, snapshotStoreContract } from './snapshot-store-contract.js';
