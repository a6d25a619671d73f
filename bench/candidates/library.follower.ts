import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommonCodeCache, CommonCodeModule } from 'nestjs-common-code';
import type { Follower, Source } from './follower.interface.js';

const PATIENCE_MS = 100_000;

export interface LibraryFollower extends Follower {
  /** Once it has been started. */
  readonly cache: CommonCodeCache;
}

class Application {}

/** This library, as an application has it. Nest is there before the start; the module waits for its options. */
export async function prepareLibrary({ url, table, fetch, secret, store }: Source): Promise<LibraryFollower> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const imports = [
    CommonCodeModule.forRootAsync({
      useFactory: async () => {
        await opened;
        return {
          electric: { url, fetch, secret },
          shape: { table },
          store,
          startup: { timeoutMs: PATIENCE_MS, onTimeout: 'fail' },
        };
      },
    }),
  ];
  const starting = NestFactory.createApplicationContext(
    { module: Application, imports },
    { logger: false, abortOnError: false },
  );
  let app: INestApplicationContext | undefined;
  let cache: CommonCodeCache | undefined;
  const started = () => cache ?? fail();
  await new Promise((resolve) => setTimeout(resolve, 20)); // Nest has come to the options

  return {
    get held() {
      return app;
    },
    get cache() {
      return started();
    },
    async start() {
      open();
      app = await starting;
      cache = app.get(CommonCodeCache, { strict: false });
    },
    label: (group, code) => started().label(group, code),
    onChange: (listener) => void started().snapshot$.subscribe(listener),
    stop: async () => app?.close(),
  };
}

function fail(): never {
  throw new Error('not started');
}
