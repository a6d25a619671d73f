import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '../config/app.config.js';
import { Backend } from '../database/backend.js';
import { FleetInstance } from './fleet-instance.js';
import { FleetWatcher } from './fleet-watcher.js';

const SIZE = 3;

/** Starts the instances, and stops them all when one is gone or the launcher is told to end. */
@Injectable()
export class FleetService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(FleetService.name);
  private readonly instances: FleetInstance[] = [];
  private stopping = false;

  constructor(
    private readonly config: AppConfig,
    private readonly backend: Backend,
    private readonly watcher: FleetWatcher,
  ) {}

  onApplicationBootstrap(): void {
    const { databaseUrl, electric } = this.backend;
    const ports = Array.from({ length: SIZE }, (_, index) => this.config.port + index);
    const urls = ports.map((port) => `http://localhost:${port}`);
    ports.forEach((port, index) => {
      const env = {
        PORT: String(port),
        FLEET_URLS: urls.join(','),
        DATABASE_URL: databaseUrl,
        ELECTRIC_URL: electric.url,
        ...(electric.secret && { ELECTRIC_SECRET: electric.secret }),
      };
      this.instances.push(new FleetInstance(`pod-${index + 1}`, urls[index]!, env));
    });
    this.watcher.watch(this.instances);
  }

  /** Whether an instance ended that nobody had told to. */
  async oneDied(): Promise<boolean> {
    const ending = await Promise.race(this.instances.map(({ exited }) => exited));
    if (!this.stopping) this.logger.error(`${ending}; stopping the others`);
    return !this.stopping;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.watcher.stop();
    await Promise.all(this.instances.map((instance) => instance.stop()));
  }
}
