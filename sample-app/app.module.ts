import { Module } from '@nestjs/common';
import { CommonCodeModule } from 'nestjs-common-code';
import { CodesModule } from './codes/codes.module.js';
import { AppConfig } from './config/app.config.js';
import { ConfigModule } from './config/config.module.js';
import { Backend } from './database/backend.js';
import { Database } from './database/database.js';
import { DatabaseModule } from './database/database.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PageModule } from './page/page.module.js';

@Module({
  imports: [
    ConfigModule,
    CommonCodeModule.forRootAsync({
      isGlobal: true,
      imports: [DatabaseModule],
      // The database is asked for although nothing here uses it: with it, the table is there before Electric is asked.
      inject: [Backend, AppConfig, Database],
      useFactory: ({ electric }: Backend, { codeTable }: AppConfig) => ({
        electric,
        shape: { table: codeTable },
        mapping: { parent: 'parent_code' },
      }),
    }),
    CodesModule,
    OrdersModule,
    EventsModule,
    HealthModule,
    PageModule,
  ],
})
export class AppModule {}
