import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const CONNECTIONS = 2;
const PAUSE_MS = 1;

/** Users of the measured process: a few who ask it all the time, and note how long it took. */
export class LoadGenerator {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private running = true;
  private slowestMs = 0;
  private users: readonly Promise<void>[] = [];

  constructor(private readonly port: number) {}

  start(): void {
    this.users = Array.from({ length: CONNECTIONS }, () => this.use());
  }

  /** @returns how long the slowest answer took. */
  async stop(): Promise<number> {
    this.running = false;
    await Promise.all(this.users);
    this.agent.destroy();
    return this.slowestMs;
  }

  private async use(): Promise<void> {
    await this.ask(); // connects
    while (this.running) {
      const sentAt = performance.now();
      await this.ask();
      this.slowestMs = Math.max(this.slowestMs, performance.now() - sentAt);
      await sleep(PAUSE_MS);
    }
  }

  private ask(): Promise<void> {
    return new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port: this.port, agent: this.agent }, (response) => {
        response.resume().once('end', resolve);
      }).once('error', reject);
    });
  }
}
