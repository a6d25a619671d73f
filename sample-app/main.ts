import { ConsoleLogger, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { AppConfig } from './config/app.config.js';

async function bootstrap(): Promise<void> {
  const app = await NestFactory.create(AppModule, {
    logger: new ConsoleLogger({ prefix: process.env.INSTANCE_NAME ?? 'Nest' }),
  });
  const { port, fleet } = app.get(AppConfig);

  app.enableShutdownHooks();
  app.enableCors({ origin: [...fleet] });
  await app.listen(port);

  new Logger('Sample').log(`The page is at ${(await app.getUrl()).replace('[::1]', 'localhost')}`);
}

await bootstrap();
