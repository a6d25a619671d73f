import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app.config.js';
import { Backend, EmbeddedBackend, ExternalBackend } from './backend.js';

@Module({
  providers: [
    {
      provide: Backend,
      useFactory: ({ databaseUrl, electric }: AppConfig) =>
        databaseUrl && electric ? new ExternalBackend(databaseUrl, electric) : EmbeddedBackend.start(),
      inject: [AppConfig],
    },
  ],
  exports: [Backend],
})
export class BackendModule {}
