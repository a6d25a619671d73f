import { Controller, Get } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { CommonCodeHealthIndicator } from 'nestjs-common-code/terminus';

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly codes: CommonCodeHealthIndicator,
  ) {}

  /** Is this process alive? The replica is none of its business: a restart would not mend Electric. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' }; // not terminus: it answers 503 while the application shuts down
  }

  /** Can this instance serve? Yes, as soon as it has the codes, and through an outage too. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.codes.isReady('commonCode')]);
  }
}
