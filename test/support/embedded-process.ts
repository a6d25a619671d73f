import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type {
  EmbeddedElectricOptions,
  MisbehaviourCounts,
  Misbehaviours,
} from '../../lib/testing/embedded-electric/index.js';

/** An embedded Electric in a process of its own, by embedded-electric.main.ts. */
export class EmbeddedProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly nextLine: () => Promise<string>,
    readonly url: string,
    readonly databaseUrl: string,
  ) {}

  static async start(options: EmbeddedElectricOptions): Promise<EmbeddedProcess> {
    const script = join(process.cwd(), 'test/support/embedded-electric.main.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    // A command to a process that is gone fails for want of an answer.
    child.stdin.on('error', () => {});
    const nextLine = linesOf(child);
    const { url, databaseUrl } = JSON.parse(await nextLine());
    return new EmbeddedProcess(child, nextLine, url, databaseUrl);
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  /** As {@link EmbeddedElectric.misbehave}; in force when it resolves. @returns how often it misbehaved until now */
  misbehave(misbehaviours: Misbehaviours = {}): Promise<MisbehaviourCounts> {
    return this.command({ misbehave: misbehaviours });
  }

  /** As {@link EmbeddedElectric.misbehaved}. */
  misbehaved(): Promise<MisbehaviourCounts> {
    return this.command({});
  }

  /** Ends its input, which is what stops it. @returns its exit code, when it has ended by itself */
  stop(): Promise<number | null> {
    this.child.stdin?.end();
    return exitOf(this.child);
  }

  /** @returns when nothing of it is left */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await exitOf(this.child);
  }

  private async command(command: object): Promise<MisbehaviourCounts> {
    this.child.stdin?.write(`${JSON.stringify(command)}\n`);
    const { misbehaved, error } = JSON.parse(await this.nextLine());
    if (error !== undefined) throw new Error(error);
    return misbehaved;
  }
}

/** @returns its exit code, or null if it was killed */
function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', resolve));
}

/** What the process prints, line by line: each call waits for one more. Rejects when there will be none. */
function linesOf(child: ChildProcess): () => Promise<string> {
  const lines = createInterface(child.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const next = last.then(async () => {
      const { done, value } = await lines.next();
      if (done) throw new Error(`The embedded Electric has ended: exit code ${await exitOf(child)}`);
      return value;
    });
    last = next.catch(() => {});
    return next;
  };
}
