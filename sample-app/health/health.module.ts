import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { CommonCodeHealthModule } from 'nestjs-common-code/terminus';
import { HealthController } from './health.controller.js';
import { StatusController } from './status.controller.js';

@Module({
  imports: [TerminusModule, CommonCodeHealthModule],
  controllers: [HealthController, StatusController],
})
export class HealthModule {}
