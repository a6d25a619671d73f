import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request that came through looked like. */
export interface ProxiedRequest {
  readonly url: URL;
  /** The client went away before it was answered. */
  aborted: boolean;
  answeredWith?: number;
}

/**
 * An HTTP proxy in front of Electric: outages are made here, since a server elsewhere cannot be stopped. Down, it refuses
 * connections, as a stopped Electric does.
 */
export class OutageProxy {
  readonly requests: ProxiedRequest[] = [];
  private server: Server | undefined;
  private answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;

  private constructor(
    private readonly target: URL,
    private port = 0,
  ) {}

  /** @param listening `false`: it is there only after {@link up}. */
  static async start(target: string, listening = true): Promise<OutageProxy> {
    const proxy = new OutageProxy(new URL(target));
    await proxy.up();
    if (!listening) await proxy.down();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async up(): Promise<void> {
    this.server = createServer((request, response) => this.pass(request, response));
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Cuts what is open, and refuses connections until {@link up}. */
  async down(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Answers instead of Electric, where the function returns `true`; without one, passes on again. */
  instead(answer?: (request: IncomingMessage, response: ServerResponse) => boolean): void {
    this.answer = answer;
    this.server?.closeAllConnections();
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const seen: ProxiedRequest = { url: new URL(request.url ?? '/', this.target), aborted: false };
    this.requests.push(seen);
    response.on('close', () => {
      seen.aborted = !response.writableFinished;
      seen.answeredWith = response.statusCode;
    });
    if (this.answer?.(request, response)) return;
    const headers = { ...request.headers, host: this.target.host };
    const upstream = send(seen.url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }
}
