import type { Socket } from 'node:net';

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
