import type { EmbeddedElectric } from 'nestjs-common-code/testing';

module.exports = () => (globalThis as unknown as { electric: EmbeddedElectric }).electric.stop();
