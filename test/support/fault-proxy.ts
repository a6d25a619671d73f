import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { parse } from './fault-answers.js';
import type { Fault, FaultRequest } from './fault-exchange.js';
import { FaultListener } from './fault-listener.js';
import { type FaultPlan, planOf } from './fault-plan.js';
import { type ProxiedExchange, ServedExchange } from './fault-served.js';
import { FaultUpstream } from './fault-upstream.js';

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
  private readonly upstream: FaultUpstream;
  private readonly listener: FaultListener;
  private readonly faulty = new Set<ServedExchange>();
  private good = 0;
  private healed = 0;

  private constructor(target: string, host: string) {
    this.upstream = new FaultUpstream(new URL(target));
    this.listener = new FaultListener(host, (request, response) => void this.serve(request, response));
  }

  static async start(target: string, host = '127.0.0.1'): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, host);
    await proxy.listener.up();
    return proxy;
  }

  get url(): string {
    return this.listener.url;
  }

  /** Its port, for URLs with another name. */
  get address(): number {
    return this.listener.port;
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
    this.play(planOf(fault, times, on));
  }

  /** Does to each new connection as it is told, before anything is read. */
  playOnConnections(kind: string, play: (socket: Socket) => void): void {
    this.listener.onConnection = (socket) => {
      this.count(kind);
      play(socket);
    };
  }

  /** Cuts idle and open connections, so that what comes next meets the faults. */
  cutAll(): void {
    this.listener.cutAll();
  }

  /** The faults are over: what they hold up is let go of, and everything is passed on. */
  async heal(): Promise<void> {
    this.plan = undefined;
    this.listener.onConnection = undefined;
    for (const exchange of this.faulty) exchange.end();
    this.good = 0;
    this.healed += 1;
    if (!this.listener.isUp) await this.listener.up();
  }

  /** Refuses connections, as a server that is not there, until it is healed. */
  async refuse(): Promise<void> {
    this.count('refuse');
    await this.close();
  }

  /** Another Electric behind it, as after a restart. */
  redirect(target: string): void {
    this.upstream.target = new URL(target);
  }

  close(): Promise<void> {
    return this.listener.close();
  }

  private count(kind: string): void {
    this.injected[kind] = (this.injected[kind] ?? 0) + 1;
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = parse(new URL(incoming.url ?? '/', this.upstream.target));
    this.onRequest(request);
    const fault = this.plan?.(request, this.exchanges.length);
    const record: ProxiedExchange = { request, passed: false, good: false, ...(fault && { fault: fault.kind }) };
    this.exchanges.push(record);
    const served = new ServedExchange(record, this.upstream, incoming, response);
    const { healed } = this;
    try {
      if (fault === undefined) await served.pass();
      else await this.playFault(fault, served);
    } catch {
      incoming.socket.destroy(); // Electric is not there, or the client has gone
    }
    if (record.good && healed === this.healed) this.good += 1;
  }

  private async playFault(fault: Fault, served: ServedExchange): Promise<void> {
    this.faulty.add(served);
    let played = true;
    try {
      played = await served.play(fault);
    } finally {
      this.faulty.delete(served);
      if (played) this.count(fault.kind);
      served.leave();
    }
  }
}
