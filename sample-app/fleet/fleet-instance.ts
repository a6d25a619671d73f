import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('./instance.js', import.meta.url));
const PATIENCE_MS = 10_000;

/** One instance of the application, as a process of its own. */
export class FleetInstance {
  /** Resolves, with how it ended, when the process is gone. */
  readonly exited: Promise<string>;
  private readonly child: ChildProcess;

  constructor(
    readonly name: string,
    readonly url: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.child = fork(ENTRY, { env: { ...process.env, ...env, INSTANCE_NAME: name } });
    this.exited = once(this.child, 'exit').then(([code, signal]) => `${name} ended with ${signal ?? code}`);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const impatient = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
    await this.exited;
    clearTimeout(impatient);
  }
}
