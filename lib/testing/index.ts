export { CommonCodeTestingHandle, type TestCode, type TestCodes } from './common-code-testing.handle.js';
export { CommonCodeTestingModule, getCommonCodeTestingHandleToken } from './common-code-testing.module.js';
export {
  type Chance,
  type ChangeChance,
  EmbeddedElectric,
  type EmbeddedElectricOptions,
  type Misbehaviour,
  type MisbehaviourCounts,
  type Misbehaviours,
  type PastRowsChance,
  type RowChance,
} from './embedded-electric/index.js';
export { type SnapshotStoreCase, snapshotStoreContract } from './snapshot-store-contract.js';
