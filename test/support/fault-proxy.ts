import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A request for a shape, taken apart. */
export interface FaultRequest {
  readonly url: URL;
  readonly offset: string;
  readonly handle: string | undefined;
  readonly live: boolean;
  /** A subset snapshot, for an audit. */
  readonly subset: boolean;
}

/** An answer, whole. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What became of a request. */
export interface ProxiedExchange {
  readonly request: FaultRequest;
  /** The kind of the fault that was played on it, or would have been. */
  readonly fault?: string;
  status?: number;
  /** Passed on whole and unchanged, and taken in whole by the client. */
  passed: boolean;
  /** Whether a follower has to be content with it: see {@link FaultProxy.goodAnswers}. */
  good: boolean;
}

/** One exchange, in the hands of a fault. */
export interface OpenExchange {
  readonly request: FaultRequest;
  /** The client's socket, for what is no HTTP. It is of no use to further requests then. */
  readonly socket: Socket;
  /** Aborted when the client has gone, or the faults are over. */
  readonly over: AbortSignal;
  /** What Electric answers. @throws if it does not, or the exchange is over. */
  upstream(request?: FaultRequest): Promise<WholeAnswer>;
  /** What Electric has answered to anybody, newest last, to be served again. */
  readonly remembered: readonly { readonly request: FaultRequest; readonly answer: WholeAnswer }[];
  /** Answers properly. */
  respond(answer: WholeAnswer): Promise<void>;
  /** Writes bytes as they are; they may be no HTTP at all. */
  write(bytes: string | Buffer): Promise<void>;
  /** Cuts the connection off: with a reset, or as if the server had ended in order. */
  cut(how: 'reset' | 'end'): void;
  /** Until the client has gone, or the faults are over. */
  hang(): Promise<void>;
  pause(ms: number): Promise<void>;
}

/** Something that goes wrong between a cache and its Electric. */
export interface Fault {
  readonly kind: string;
  /** @returns `false` if there was nothing in this exchange that it could be played on: it was passed on as it is. */
  play(exchange: OpenExchange): Promise<unknown> | unknown;
}

/** Which fault is played on a request; `undefined` passes it on. */
export type FaultPlan = (request: FaultRequest, index: number) => Fault | undefined;

/** How many answers, and of what size at most, are remembered. */
const REMEMBERED = 64;
const REMEMBERED_BYTES = 512 * 1024;

/**
 * Stands between a cache and Electric, and does to their exchanges what networks, proxies, caches and broken servers do:
 * on sockets, byte by byte where need be. Of `node:net` and `node:http`: the fault proxies of the registry (toxiproxy,
 * mockttp) either know no HTTP or do not let go of it half-way through a header.
 */
export class FaultProxy {
  /** Every request for a shape, in order. */
  readonly exchanges: ProxiedExchange[] = [];
  /** How often which kind of fault was played. */
  readonly injected: Record<string, number> = {};
  /** Called when a request comes in: the client has taken in whatever was answered before. */
  onRequest: (request: FaultRequest) => void = () => {};
  /** Decides what goes wrong. */
  private plan: FaultPlan | undefined;
  private onConnection: ((socket: Socket) => void) | undefined;
  private readonly remembered: { request: FaultRequest; answer: WholeAnswer }[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly faulty = new Set<AbortController>();
  private readonly agent = new Agent({ keepAlive: true });
  private server: Server | undefined;
  private good = 0;
  private healed = 0;

  private constructor(
    private target: URL,
    private readonly host: string,
    private port: number,
  ) {}

  static async start(target: string, host = '127.0.0.1'): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(target), host, 0);
    await proxy.up();
    return proxy;
  }

  get url(): string {
    return `http://${this.host}:${this.port}`;
  }

  /** Its port, for URLs with another name. */
  get address(): number {
    return this.port;
  }

  /**
   * How many requests since the faults ended were given a good answer: with a 200, whole and unchanged, and as far as Electric
   * could say more at that moment. Not counted: a chunk behind which more waits; and an answer to `expired_handle=H` with the
   * handle H, which a bad cache would give alike (W6).
   */
  get goodAnswers(): number {
    return this.good;
  }

  /** Plays faults from now on. */
  play(plan: FaultPlan): void {
    this.plan = plan;
  }

  /** Plays one fault on requests that it is meant for, until it has been played so often; all others are passed on. */
  playOn(fault: Fault, times = Number.POSITIVE_INFINITY, on: (request: FaultRequest) => boolean = () => true): void {
    let left = times;
    const counted: Fault = {
      kind: fault.kind,
      async play(exchange) {
        left -= 1;
        const played = await fault.play(exchange);
        if (played === false) left += 1;
        return played;
      },
    };
    this.play((request) => (left > 0 && on(request) ? counted : undefined));
  }

  /** Does to each new connection as it is told, before anything is read. */
  playOnConnections(kind: string, play: (socket: Socket) => void): void {
    this.onConnection = (socket) => {
      this.count(kind);
      play(socket);
    };
  }

  /** Cuts idle and open connections, so that what comes next meets the faults. */
  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** The faults are over: what they hold up is let go of, and everything is passed on. */
  async heal(): Promise<void> {
    this.plan = undefined;
    this.onConnection = undefined;
    for (const exchange of this.faulty) exchange.abort();
    this.good = 0;
    this.healed += 1;
    if (this.server === undefined) await this.up();
  }

  /** Refuses connections, as a server that is not there, until it is healed. */
  async refuse(): Promise<void> {
    this.count('refuse');
    await this.close();
  }

  /** Another Electric behind it, as after a restart. */
  redirect(target: string): void {
    this.target = new URL(target);
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    this.cutAll();
    await closed;
  }

  private async up(): Promise<void> {
    const server = createServer((request, response) => void this.serve(request, response));
    server.keepAliveTimeout = 120_000;
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.sockets.delete(socket));
      this.onConnection?.(socket);
    });
    server.on('clientError', (_, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.port, this.host, resolve);
    });
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  private count(kind: string): void {
    this.injected[kind] = (this.injected[kind] ?? 0) + 1;
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = parse(new URL(incoming.url ?? '/', this.target));
    this.onRequest(request);
    const fault = this.plan?.(request, this.exchanges.length);
    const exchange: ProxiedExchange = { request, passed: false, good: false, ...(fault && { fault: fault.kind }) };
    this.exchanges.push(exchange);
    const over = new AbortController();
    response.on('close', () => over.abort());
    try {
      if (fault === undefined) await this.pass(exchange, incoming, response, over.signal);
      else await this.playFault(fault, exchange, incoming, response, over);
    } catch {
      incoming.socket.destroy(); // Electric is not there, or the client has gone
    }
  }

  private async pass(
    exchange: ProxiedExchange,
    incoming: IncomingMessage,
    response: ServerResponse,
    over: AbortSignal,
  ): Promise<void> {
    const { healed } = this;
    const answer = await this.ask(exchange.request, incoming.headers, over);
    exchange.status = answer.status;
    await respond(response, answer);
    if (over.aborted && !response.writableFinished) return;
    exchange.passed = true;
    exchange.good = this.isGood(exchange.request, answer);
    if (exchange.good && healed === this.healed) this.good += 1;
  }

  private async playFault(
    fault: Fault,
    exchange: ProxiedExchange,
    incoming: IncomingMessage,
    response: ServerResponse,
    over: AbortController,
  ): Promise<void> {
    const { socket, headers } = incoming;
    this.faulty.add(over);
    let played: unknown;
    try {
      played = await fault.play({
        request: exchange.request,
        socket,
        over: over.signal,
        remembered: this.remembered,
        upstream: (request = exchange.request) => this.ask(request, headers, over.signal),
        respond: (answer) => {
          exchange.status = answer.status;
          return respond(response, answer);
        },
        write: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
        cut: (how) => void (how === 'reset' ? socket.resetAndDestroy() : socket.end()),
        hang: () => untilAborted(over.signal),
        pause: (ms) => delay(ms, undefined, { signal: over.signal }),
      } as OpenExchange);
    } finally {
      this.faulty.delete(over);
      if (played !== false) this.count(fault.kind);
      if (!response.writableEnded) socket.destroy();
    }
  }

  /** Asks Electric, and remembers what it says. */
  private async ask(request: FaultRequest, headers: IncomingHttpHeaders, over: AbortSignal): Promise<WholeAnswer> {
    const answer = await new Promise<WholeAnswer>((resolve, reject) => {
      const url = new URL(`${request.url.pathname}${request.url.search}`, this.target);
      const options = { headers: { ...headers, host: url.host }, agent: this.agent, signal: over };
      const upstream = send(url, options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const plain = Object.entries(incoming.headers).filter(([name]) => !HOP_BY_HOP.has(name));
          resolve({
            status: incoming.statusCode ?? 502,
            headers: Object.fromEntries(plain.map(([name, value]) => [name, String(value)])),
            body: Buffer.concat(chunks),
          });
        });
      });
      upstream.on('error', reject);
      upstream.end();
    });
    const handle = answer.headers['electric-handle'];
    if (answer.status === 200 && handle !== undefined && answer.body.length <= REMEMBERED_BYTES) {
      this.remembered.push({ request, answer });
      if (this.remembered.length > REMEMBERED) this.remembered.shift();
    }
    return answer;
  }

  private isGood({ url, subset }: FaultRequest, { status, headers, body }: WholeAnswer): boolean {
    if (status !== 200 || subset) return false;
    if (url.searchParams.get('expired_handle') === headers['electric-handle']) return false;
    return headers['electric-up-to-date'] !== undefined || body.includes('"snapshot-end"');
  }
}

const HOP_BY_HOP: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

function parse(url: URL): FaultRequest {
  const { searchParams } = url;
  return {
    url,
    offset: searchParams.get('offset') ?? '',
    handle: searchParams.get('handle') ?? undefined,
    live: searchParams.get('live') === 'true',
    subset: searchParams.has('subset[where]'),
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** @returns when it has been handed to the operating system, or the client has gone. */
function respond(response: ServerResponse, { status, headers, body }: WholeAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    response.once('close', resolve);
    response.once('finish', resolve);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const hasBody = status !== 204 && status !== 304;
    if (hasBody) response.setHeader('content-length', body.length);
    response.writeHead(status);
    response.end(hasBody ? body : undefined);
  });
}
