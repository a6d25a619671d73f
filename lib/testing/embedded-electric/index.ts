export { EmbeddedElectric } from './embedded-electric.js';
export type { EmbeddedElectricOptions } from './embedded-electric-options.interface.js';
export type {
  Chance,
  ChangeChance,
  Misbehaviour,
  MisbehaviourCounts,
  Misbehaviours,
  PastRowsChance,
  RowChance,
} from './misbehaviours.interface.js';
