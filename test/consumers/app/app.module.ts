import { Controller, Get, Module, Param } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { type CommonCode, CommonCodeCache, CommonCodeModule } from 'nestjs-common-code';
import { CommonCodeHealthIndicator, CommonCodeHealthModule } from 'nestjs-common-code/terminus';

@Controller('codes')
export class CodesController {
  constructor(private readonly codes: CommonCodeCache) {}

  @Get(':group')
  list(@Param('group') group: string): readonly CommonCode[] {
    return this.codes.list(group);
  }
}

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly codes: CommonCodeHealthIndicator,
  ) {}

  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.codes.isReady()]);
  }
}

/** The whole application of a consumer: the same source in every one of them, in one file to need no import of its own. */
@Module({
  imports: [
    CommonCodeModule.forRootAsync({
      useFactory: () => ({
        electric: { url: process.env['ELECTRIC_URL'] ?? 'http://localhost:3000' },
        shape: { table: 'common_code' },
      }),
    }),
    TerminusModule,
    CommonCodeHealthModule,
  ],
  controllers: [CodesController, HealthController],
})
export class AppModule {}
