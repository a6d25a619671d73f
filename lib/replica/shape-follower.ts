import { CommonCodeConfigurationError } from '../domain/common-code-configuration.error.js';
import { AnswerRows } from './answer-rows.js';
import { Backoff } from './backoff.js';
import { MalformedBodyError, readMessages } from './body-reader.js';
import { type Clock, sleep } from './clock.js';
import { ExchangeError } from './exchange-error.js';
import type { FollowerSink } from './follower-sink.interface.js';
import { LogMessages } from './log-messages.js';
import type { Pacer } from './pacer.js';
import { type AnswerHeaders, ageOf, askedOffset, readFailure, readHeaders } from './shape-answer.js';
import { ShapeLog } from './shape-log.js';
import type { ShapePosition } from './shape-offset.js';
import { SchemaMismatchError, type ShapeSchema } from './shape-schema.js';
import type { OpenAnswer, ShapeTransport } from './shape-transport.js';
import type { ShapeRequest } from './shape-url.js';
import { Watchdog } from './watchdog.js';

/** What the follower is made of; tests hand in their own. */
export interface FollowerParts<T> {
  readonly transport: ShapeTransport;
  readonly sink: FollowerSink<T>;
  readonly clock: Clock;
  readonly pacer: Pacer;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A stale cache is asked again after up to this (W6). */
const CACHE_RETRY_MS = 1_000;

/** Follows a shape log: one loop, one request at a time, until it is aborted. Nothing that is answered ends it (I3). */
export class ShapeFollower<T> {
  private readonly backoff: Backoff;
  private readonly log: ShapeLog<T>;

  /** @param from where the store's copy ends. */
  constructor(
    private readonly parts: FollowerParts<T>,
    from?: { readonly position: ShapePosition; readonly schema: ShapeSchema },
  ) {
    this.backoff = new Backoff(parts.random);
    this.log = new ShapeLog(from);
  }

  /** @returns when the signal is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.parts;
    const watchdog = new Watchdog(clock, signal);
    while (!signal.aborted) {
      const request = this.log.next();
      const pauseMs = await this.exchange(request, watchdog, signal).catch((error: unknown) => {
        return signal.aborted ? 0 : this.failed(error, request);
      });
      if (pauseMs > 0) await sleep(clock, pauseMs, signal);
    }
  }

  /** @returns how long to wait before the next request, in milliseconds. */
  private async exchange(request: ShapeRequest, watchdog: Watchdog, signal: AbortSignal): Promise<number> {
    const { transport, clock } = this.parts;
    const sentAt = clock.monotonic();
    const answer = await transport.send(request, watchdog);
    try {
      if (answer.status === 409) {
        this.log.rotate(request.handle, clock.monotonic() - sentAt);
        return this.startingOver('rotated');
      }
      if (answer.status !== 200 && answer.status !== 204) return await this.refused(answer, request);
      return await this.read(answer, request, sentAt, signal);
    } finally {
      answer.release();
    }
  }

  private async read(answer: OpenAnswer, request: ShapeRequest, sentAt: number, signal: AbortSignal): Promise<number> {
    const { transport, clock, sink, random } = this.parts;
    const headers = readHeaders(answer, request, transport.endpoint);
    const admission = this.log.admit(request, headers);
    if (admission === 'start-over') return this.startingOver('rotated');
    if (admission === 'ask-again') {
      sink.handleCameBack();
      return random() * CACHE_RETRY_MS;
    }
    const asked = askedOffset(answer.headers);
    if (asked !== undefined && asked !== request.offset) throw new ExchangeError(MIXED_UP);

    const ageMs = ageOf(answer.headers, request.live, clock.wall());
    const rows = await this.rowsOf(answer, request, headers, signal);
    if (rows === undefined) return 0;
    const { commit, upToDate } = this.log.accept(request, headers, rows, clock.monotonic() - sentAt);
    if (rows.isMustRefetch) return this.startingOver('rotated');

    if (commit !== undefined && this.log.schema !== undefined) {
      const { offset, reset, changes } = commit;
      const position = { handle: headers.handle, offset };
      if (!(await sink.commit({ reset, changes, position, schema: this.log.schema }, signal))) {
        this.log.startOver();
        return this.startingOver('contradicted');
      }
    }
    if (!this.log.progress.isCircling) this.backoff.reset();
    if (upToDate) sink.upToDate(ageMs, clock.monotonic() - sentAt);
    return 0;
  }

  /** @returns `undefined` if the schema that we know is no longer true: the answer is dropped and asked for again with one (W14). */
  private async rowsOf(
    answer: OpenAnswer,
    request: ShapeRequest,
    headers: AnswerHeaders,
    signal: AbortSignal,
  ): Promise<AnswerRows<T> | undefined> {
    const { sink, pacer } = this.parts;
    const { schema } = this.log;
    if (schema === undefined) throw new ExchangeError('a live answer came before any schema');
    const rows = new AnswerRows(sink.decoder(schema, headers.schema !== undefined));
    if (answer.status === 204) return rows;
    const messages = new LogMessages(request.offset, rows);
    try {
      for await (const slice of readMessages(answer.body, pacer)) {
        for (const message of slice) messages.read(message);
        signal.throwIfAborted();
        if (this.log.isResetting) sink.progress(this.log.waitingRows + rows.changes.length);
      }
    } catch (error) {
      if (!(error instanceof SchemaMismatchError)) throw error;
      if (headers.schema !== undefined) throw new ExchangeError(`the answer is not to be used: ${error.message}`);
      this.log.askAtOnce();
      return undefined;
    }
    return rows;
  }

  private async refused(answer: OpenAnswer, request: ShapeRequest): Promise<number> {
    const { transport, clock } = this.parts;
    const failure = await readFailure(answer, transport.endpoint, clock.wall());
    if (failure.status !== 400 || request.handle === undefined) throw failure;
    if (this.log.positionRefused()) return 0;
    throw new ExchangeError(failure.message, { status: 400 });
  }

  /** The first time at once; from then on backed off, until something is committed (W5), and if that leads nowhere, too (W13). */
  private startingOver(why: 'rotated' | 'contradicted'): number {
    const { rotations, isRefetchingInVain } = this.log.progress;
    this.parts.sink.startingOver(why, rotations);
    if (rotations > 1) throw new ExchangeError(`the shape rotated ${rotations} times before its snapshot was whole`);
    if (isRefetchingInVain) throw new ExchangeError(IN_VAIN);
    return 0;
  }

  private failed(error: unknown, request: ShapeRequest): number {
    const failure = asExchangeError(error);
    if (failure.isUnforeseen) this.log.startOver(); // what had been taken in of the answer is not known
    const pauseMs = this.backoff.next({
      needsMending: failure.needsMending,
      retryAfterMs: failure.retryAfterMs,
      droppedPoll: request.live && failure.status === undefined,
    });
    // W12; and after an outage: to know at once that it is over, and not when the next poll ends.
    if (failure.timedOut || (this.backoff.consecutive > 1 && !failure.isSpinning)) this.log.askAfterFailure();
    this.parts.sink.failed(failure, this.backoff.consecutive, pauseMs);
    return pauseMs;
  }
}

const IN_VAIN =
  'the shape rotates each time that its snapshot has been read: are there several Electrics behind one URL, or does a cache in between keep an old 409?';
const MIXED_UP = 'the answer is the one to another request: a cache or proxy in between mixes answers up';

function asExchangeError(error: unknown): ExchangeError {
  if (error instanceof ExchangeError) return error;
  if (error instanceof CommonCodeConfigurationError) return new ExchangeError(error.message, { needsMending: true });
  if (error instanceof MalformedBodyError) return new ExchangeError(error.message);
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: '' };
  return new ExchangeError(`the answer could not be taken in: ${name}: ${message}`, { isUnforeseen: true });
}
