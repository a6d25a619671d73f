export { EmbeddedElectric } from './embedded-electric.js';
export type { EmbeddedElectricOptions } from './embedded-electric-options.interface.js';
