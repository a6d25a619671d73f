import { Inject, Injectable, type Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { COMMON_CODE_LOGGER, COMMON_CODE_OPTIONS, COMMON_CODE_REPLICATOR } from './common-code.constants.js';
import { untilReady } from './common-code-readiness.js';
import { CommonCodeNotReadyError } from './errors/common-code-not-ready.error.js';
import type { CommonCodeModuleOptions } from './interfaces/common-code-module-options.interface.js';
import type { Replicator } from './replica/replicator.js';

const DEFAULT_TIMEOUT_MS = 10_000;

/** @internal Ties the sync to the application: started on init, stopped after the server has closed, not before. */
@Injectable()
export class CommonCodeLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(COMMON_CODE_OPTIONS) private readonly options: CommonCodeModuleOptions,
    @Inject(COMMON_CODE_REPLICATOR) private readonly replicator: Replicator<unknown>,
    @Inject(COMMON_CODE_LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    this.replicator.start();
    const { wait = true, timeoutMs = DEFAULT_TIMEOUT_MS, onTimeout = 'continue' } = this.options.startup ?? {};
    if (!wait || !this.replicator.enabled) return;
    try {
      await untilReady(this.replicator, { timeoutMs });
    } catch (error) {
      if (error instanceof CommonCodeNotReadyError && onTimeout === 'continue') this.logger.warn(error.message);
      else {
        await this.replicator.stop(); // the start has failed, and nobody else will stop it
        throw error;
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.replicator.stop();
  }
}
