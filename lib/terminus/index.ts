export { CommonCodeHealthIndicator, type ReadinessOptions } from './common-code-health.indicator.js';
export { CommonCodeHealthModule } from './common-code-health.module.js';
