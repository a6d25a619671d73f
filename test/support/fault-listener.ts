import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A port that can be given up and taken again, and whose connections can be cut. */
export class FaultListener {
  /** Does something to each new connection, before anything is read. */
  onConnection: ((socket: Socket) => void) | undefined;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private taken = 0;

  constructor(
    private readonly host: string,
    private readonly serve: RequestListener,
  ) {}

  get url(): string {
    return `http://${this.host}:${this.taken}`;
  }

  get port(): number {
    return this.taken;
  }

  get isUp(): boolean {
    return this.server !== undefined;
  }

  /** Listens, at the port that it had before if it had one. */
  async up(): Promise<void> {
    const server = createServer(this.serve);
    server.keepAliveTimeout = 120_000;
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.sockets.delete(socket));
      this.onConnection?.(socket);
    });
    server.on('clientError', (_, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.taken, this.host, resolve);
    });
    this.server = server;
    this.taken = (server.address() as AddressInfo).port;
  }

  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    this.cutAll();
    await closed;
  }
}
