import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { EmbeddedElectricOptions } from '../../lib/testing/embedded-electric/index.js';

/** An embedded Electric in a process of its own, by embedded-electric.main.ts. */
export class EmbeddedProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly databaseUrl: string,
  ) {}

  static async start(options: EmbeddedElectricOptions): Promise<EmbeddedProcess> {
    const script = join(process.cwd(), 'test/support/embedded-electric.main.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const exited = new Promise<never>((_, reject) => {
      child.once('exit', (code) => reject(new Error(`The embedded Electric did not start: exit code ${code}`)));
    });
    const line = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
    const { url, databaseUrl } = JSON.parse(await Promise.race([line, exited]));
    exited.catch(() => {});
    return new EmbeddedProcess(child, url, databaseUrl);
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  /** Ends its input, which is what stops it. @returns its exit code, when it has ended by itself */
  stop(): Promise<number | null> {
    this.child.stdin?.end();
    return this.exit();
  }

  /** @returns when nothing of it is left */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit();
  }

  private exit(): Promise<number | null> {
    if (this.child.exitCode !== null) return Promise.resolve(this.child.exitCode);
    return new Promise((resolve) => this.child.once('exit', resolve));
  }
}
