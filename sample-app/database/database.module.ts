import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app.config.js';
import { Backend } from './backend.js';
import { BackendModule } from './backend.module.js';
import { Database } from './database.js';
import { prepareTables } from './tables.js';

/** Who injects `Database` finds the tables made and filled. */
@Module({
  imports: [BackendModule],
  providers: [
    {
      provide: Database,
      useFactory: async ({ databaseUrl }: Backend, config: AppConfig) => {
        const database = new Database(databaseUrl);
        await prepareTables(database, config);
        return database;
      },
      inject: [Backend, AppConfig],
    },
  ],
  exports: [BackendModule, Database],
})
export class DatabaseModule {}
