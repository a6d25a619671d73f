import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { CodesController } from './codes.controller.js';
import { CodesService } from './codes.service.js';

@Module({
  imports: [DatabaseModule],
  controllers: [CodesController],
  providers: [CodesService],
})
export class CodesModule {}
