import { Controller, Get } from '@nestjs/common';
import { CommonCodeCache, type CommonCodeStatus } from 'nestjs-common-code';
import { AppConfig } from '../config/app.config.js';

/** How this instance's replica is. Positions can be compared between instances; versions count within one. */
@Controller('status')
export class StatusController {
  constructor(
    private readonly codes: CommonCodeCache,
    private readonly config: AppConfig,
  ) {}

  @Get()
  status(): CommonCodeStatus & Pick<AppConfig, 'instance' | 'fleet'> {
    return { instance: this.config.instance, fleet: this.config.fleet, ...this.codes.status };
  }
}
