import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { CommonCodeHealthIndicator } from './common-code-health.indicator.js';

/**
 * Provides {@link CommonCodeHealthIndicator}.
 * @publicApi
 */
@Module({
  imports: [TerminusModule],
  providers: [CommonCodeHealthIndicator],
  exports: [CommonCodeHealthIndicator],
})
export class CommonCodeHealthModule {}
