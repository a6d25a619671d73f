import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const LISTEN = `
  const [port, host] = process.argv.slice(1);
  require('node:net').createServer().listen({ port: Number(port), host, backlog: 1 }, () => console.log('listens'));
`;
/** A connection that is not there by now will never be. */
const PATIENCE_MS = 300;
const MOST_CONNECTIONS = 20;

/** An address that neither answers nor refuses: a stopped process listens there, and its queue is full. */
export class BlackHole {
  private constructor(readonly close: () => void) {}

  /** @throws Error if the address cannot be had. */
  static async at(host: string, port: number): Promise<BlackHole> {
    const child = spawn(process.execPath, ['-e', LISTEN, String(port), host], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const sockets: Socket[] = [];
    const close = () => {
      for (const socket of sockets) socket.destroy();
      child.kill('SIGKILL');
    };
    const ended = once(child, 'exit').then(() => {
      throw new Error(`nobody can listen at ${host}`);
    });
    await Promise.race([once(child.stdout, 'data'), ended]);
    ended.catch(() => {});
    child.kill('SIGSTOP');
    for (let left = MOST_CONNECTIONS; left > 0; left -= 1) {
      const socket = connect(port, host).on('error', () => {});
      sockets.push(socket);
      if (!(await connects(socket))) return new BlackHole(close);
    }
    close();
    throw new Error(`${host} goes on answering`);
  }
}

function connects(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), PATIENCE_MS);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
