import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FleetModule } from './fleet/fleet.module.js';
import { FleetService } from './fleet/fleet.service.js';

/** Three instances of the application on one database, so that one sees a change arrive in all of them. */
async function bootstrap(): Promise<void> {
  const app = await NestFactory.createApplicationContext(FleetModule, {
    logger: new ConsoleLogger({ prefix: 'fleet' }),
  });
  app.enableShutdownHooks();

  if (await app.get(FleetService).oneDied()) {
    process.exitCode = 1;
    await app.close();
  }
}

await bootstrap();
