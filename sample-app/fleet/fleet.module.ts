import { Module } from '@nestjs/common';
import { ConfigModule } from '../config/config.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { FleetService } from './fleet.service.js';
import { FleetWatcher } from './fleet-watcher.js';

/** The launcher. It has the database, so that the tables are there before the first instance asks for them. */
@Module({
  imports: [ConfigModule, DatabaseModule],
  providers: [FleetService, FleetWatcher],
})
export class FleetModule {}
