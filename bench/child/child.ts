import { type ChildProcess, fork } from 'node:child_process';

/** A call that takes longer than this, in milliseconds, will not end. */
const PATIENCE_MS = 120_000;

/** A process of its own, which answers calls over IPC, one at a time. */
export class Child {
  private calls = 0;
  private readonly gone: Promise<never>;

  private constructor(private readonly process: ChildProcess) {
    this.gone = new Promise((_, reject) => {
      process.once('exit', (code, signal) => reject(new Error(`a measured process ended (${signal ?? code})`)));
    });
    this.gone.catch(() => {});
  }

  static fork(script: URL, { execArgv = [] }: { readonly execArgv?: readonly string[] }): Child {
    const env = { ...process.env, NODE_OPTIONS: '' };
    return new Child(fork(script, { execArgv: [...execArgv], env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  }

  /** @throws what the process says went wrong. */
  async call(name: string, ...args: readonly unknown[]): Promise<unknown> {
    this.calls += 1;
    const id = this.calls;
    this.process.send({ id, name, args });
    for (;;) {
      const reply = (await this.next()) as { id: number; result?: unknown; error?: string };
      if (reply.error !== undefined) throw new Error(reply.error);
      if (reply.id === id) return reply.result;
    }
  }

  /** The next message that it sends. */
  next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.process.kill('SIGKILL');
        reject(new Error(`a measured process did not answer for ${PATIENCE_MS / 1000} s`));
      }, PATIENCE_MS);
      const done = () => clearTimeout(timer);
      this.process.once('message', (message) => {
        done();
        resolve(message);
      });
      this.gone.catch((error: unknown) => {
        done();
        reject(error);
      });
    });
  }

  /** @returns when nothing of it is left. */
  async stop(): Promise<void> {
    if (this.process.connected) this.process.disconnect();
    await this.gone.catch(() => {});
  }
}
