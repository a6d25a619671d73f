import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 5_000;

/** A Redis of our own, which keeps nothing. */
export class RedisServer {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  /** @throws Error that says why there is none. */
  static async start(): Promise<RedisServer> {
    const port = await freePort();
    const options = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      tmpdir(),
    ];
    const child = spawn('redis-server', options, { stdio: 'ignore' });
    process.once('exit', () => child.kill()); // it outlives nobody
    const failed = new Promise<never>((_, reject) => {
      child.once('error', () => reject(new Error('redis-server is not installed: apt-get install redis-server')));
      child.once('exit', () => reject(new Error('redis-server ended')));
    });
    failed.catch(() => {});
    await Promise.race([answering(port), failed]);
    return new RedisServer(port, child);
  }

  stop(): void {
    this.child.kill();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(port: number): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(20)) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
  }
  throw new Error('redis-server does not answer');
}
