import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { EmbeddedElectric } from 'nestjs-common-code/testing';

/** The Postgres, and the Electric that follows it, that this application works with. */
export abstract class Backend {
  abstract readonly databaseUrl: string;
  abstract readonly electric: { readonly url: string; readonly secret?: string };
}

/** Those that run elsewhere: what production has. */
export class ExternalBackend extends Backend {
  constructor(
    readonly databaseUrl: string,
    readonly electric: Backend['electric'],
  ) {
    super();
  }
}

/** Both in this process, in memory: what a newcomer has, without Docker. */
export class EmbeddedBackend extends Backend implements OnApplicationShutdown {
  private static readonly logger = new Logger(EmbeddedBackend.name);

  private constructor(private readonly embedded: EmbeddedElectric) {
    super();
  }

  static async start(): Promise<EmbeddedBackend> {
    // Only here, so that an application on real ones never loads the embedded database.
    const { EmbeddedElectric } = await import('nestjs-common-code/testing');
    const embedded = await EmbeddedElectric.start({ port: 0 });
    EmbeddedBackend.logger.log(`Embedded Electric at ${embedded.url}, Postgres at ${embedded.databaseUrl}`);
    return new EmbeddedBackend(embedded);
  }

  get databaseUrl(): string {
    return this.embedded.databaseUrl;
  }

  get electric(): Backend['electric'] {
    return { url: this.embedded.url };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.embedded.stop();
    EmbeddedBackend.logger.log('Embedded Electric and Postgres stopped');
  }
}
