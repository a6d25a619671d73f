import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { isGood, respond } from './fault-answers.js';
import type { Fault, FaultRequest, OpenExchange } from './fault-exchange.js';
import type { FaultUpstream } from './fault-upstream.js';

/** What became of a request. */
export interface ProxiedExchange {
  readonly request: FaultRequest;
  /** The kind of the fault that was played on it, or would have been. */
  readonly fault?: string;
  status?: number;
  /** Passed on whole and unchanged, and taken in whole by the client. */
  passed: boolean;
  /** Whether a follower has to be content with it: see `FaultProxy.goodAnswers`. */
  good: boolean;
}

/** A request in a proxy's hands: passed on, or given to a fault. */
export class ServedExchange {
  private readonly over = new AbortController();

  constructor(
    private readonly record: ProxiedExchange,
    private readonly upstream: FaultUpstream,
    private readonly incoming: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    response.on('close', () => this.end());
  }

  /** Lets go of what holds it up. */
  end(): void {
    this.over.abort();
  }

  /** Passes it on. */
  async pass(): Promise<void> {
    const { record, response } = this;
    const { signal } = this.over;
    const answer = await this.upstream.ask(record.request, this.incoming.headers, signal);
    record.status = answer.status;
    await respond(response, answer);
    if (signal.aborted && !response.writableFinished) return;
    record.passed = true;
    record.good = isGood(record.request, answer);
  }

  /** @returns whether there was something that the fault could be played on. */
  async play(fault: Fault): Promise<boolean> {
    return (await fault.play(this.open())) !== false;
  }

  /** Nothing more is said to the client, if something is missing. */
  leave(): void {
    if (!this.response.writableEnded) this.incoming.socket.destroy();
  }

  private open(): OpenExchange {
    const { record, upstream, response } = this;
    const { socket, headers } = this.incoming;
    const { signal } = this.over;
    return {
      request: record.request,
      socket,
      over: signal,
      remembered: upstream.remembered,
      upstream: (request = record.request) => upstream.ask(request, headers, signal),
      respond: (answer) => {
        record.status = answer.status;
        return respond(response, answer);
      },
      write: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
      cut: (how) => void (how === 'reset' ? socket.resetAndDestroy() : socket.end()),
      hang: () => untilAborted(signal),
      pause: (ms) => delay(ms, undefined, { signal }),
    };
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
