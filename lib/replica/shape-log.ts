import type { AnswerRows } from './answer-rows.js';
import { CommitBuffer, type LogCommit } from './commit-buffer.js';
import { ExchangeError } from './exchange-error.js';
import { LogProgress } from './log-progress.js';
import type { AnswerHeaders } from './shape-answer.js';
import {
  BEFORE_SNAPSHOT,
  chunkAfter,
  compareOffsets,
  isVirtual,
  type ShapeOffset,
  type ShapePosition,
} from './shape-offset.js';
import type { ShapeSchema } from './shape-schema.js';
import type { ShapeRequest } from './shape-url.js';

/** What follows from an answer. */
export interface Verdict<T> {
  readonly commit: LogCommit<T> | undefined;
  /** Electric says that we have everything, and nothing is held back. */
  readonly upToDate: boolean;
}

/** What to do with an answer, by its headers alone. */
export type Admission = 'read' | 'ask-again' | 'start-over';

/** A live answer without news that came faster than this was no long poll's timeout. */
const SHORTEST_POLL_MS = 500;
/** How often a stale cache is asked past (W6). */
const CACHE_RETRIES = 2;

/**
 * Where we are in the shape log: decides what to ask next and what an answer means (W2, W4–W8, W13). Knows no network and
 * no clock. An answer that fails is not shown to it: nothing changes then, and the same is asked again.
 */
export class ShapeLog<T> {
  private buffer: CommitBuffer<T>;
  private committed: ShapePosition | undefined;
  private handle: string | undefined;
  private cursor: string | undefined;
  private askLive = false;
  private recovering = false;
  private expired: string | undefined;
  private cacheRetries = 0;
  /** Whether all this leads anywhere (W13). */
  readonly progress = new LogProgress();
  /** The schema that the rows so far were decoded by. */
  schema: ShapeSchema | undefined;

  /** @param from where the store's copy ends; without it, from the snapshot. */
  constructor(from?: { readonly position: ShapePosition; readonly schema: ShapeSchema }) {
    this.buffer = new CommitBuffer(from?.position.offset);
    this.committed = from?.position;
    this.handle = from?.position.handle;
    this.schema = from?.schema;
  }

  /** Rows that wait for the snapshot, or their transaction, to be whole. */
  get waitingRows(): number {
    return this.buffer.size;
  }

  get isResetting(): boolean {
    return this.buffer.isResetting;
  }

  next(): ShapeRequest {
    if (this.handle === undefined) {
      return {
        offset: BEFORE_SNAPSHOT,
        live: false,
        ...(this.expired !== undefined && { expiredHandle: this.expired }),
        ...(this.cacheRetries > 0 && { retry: this.cacheRetries }),
      };
    }
    const { handle, cursor } = this;
    const live = this.askLive;
    return { offset: this.buffer.offset, handle, live, ...(live && cursor !== undefined && { cursor }) };
  }

  /** Judges an answer by its headers, before its body is read. */
  admit(request: ShapeRequest, headers: AnswerHeaders): Admission {
    const { handle, schema } = headers;
    if (request.offset !== BEFORE_SNAPSHOT) {
      if (handle !== request.handle) return this.rotate(request.handle); // W7
      if (schema && this.schema && !schema.decodesAs(this.schema)) return this.startOver(); // what we hold is decoded by another
    } else {
      if (handle === this.expired && this.cacheRetries < CACHE_RETRIES) {
        this.cacheRetries += 1; // W6: the cache's copy, or the handle lives on
        return 'ask-again';
      }
      if (handle === this.expired) this.expired = undefined;
      this.cacheRetries = 0;
    }
    this.schema = schema ?? this.schema;
    return 'read';
  }

  /**
   * Takes a whole answer in.
   * @throws ExchangeError if it is out of place, or the last of too many that brought nothing.
   */
  accept(request: ShapeRequest, headers: AnswerHeaders, rows: AnswerRows<T>, tookMs: number): Verdict<T> {
    if (rows.isMustRefetch) {
      this.rotate(headers.handle);
      return NOTHING;
    }
    const { recovering } = this;
    this.recovering = false;
    const before = this.buffer.offset;
    const wasProbe = this.buffer.hasTail && !request.live;
    // Behind a chunk of the snapshot there may be another, whatever it says: an answer without its rows is what ends it (1).
    const isUpToDate = (rows.isUpToDate || headers.upToDate) && !rows.isOfSnapshot;
    const believed = this.advance(headers.offset, rows);
    this.handle = headers.handle;
    this.cursor = headers.cursor ?? this.cursor;

    if (wasProbe && isUpToDate && believed && rows.changes.length === 0) this.buffer.markWhole(); // W4 (b)
    const waited = request.live && isUpToDate && tookMs >= SHORTEST_POLL_MS;
    const inVain = waited && rows.lastOffset === undefined;
    const ripe = !this.buffer.isResetting || (isUpToDate && (inVain || this.isBackWhereItWas()));
    const commit = believed && ripe ? this.buffer.take() : undefined;
    const undecided = this.buffer.hasTail;
    this.askLive = believed ? isUpToDate && !undecided : true; // W2
    if (commit !== undefined) {
      this.committed = { handle: headers.handle, offset: commit.offset };
      this.expired = undefined;
    }
    this.progress.answered({ commit, waited, recovering, hasMoved: this.buffer.offset !== before });
    return { commit, upToDate: believed && isUpToDate && !undecided && !this.buffer.isResetting };
  }

  /**
   * The handle has ended: from the snapshot again, past the caches (W5). Readers keep what they have.
   * @param tookMs how long a poll had waited when it was told so.
   */
  rotate(expired: string | undefined, tookMs = 0): 'start-over' {
    if (tookMs >= SHORTEST_POLL_MS) this.progress.pollWaited();
    this.expired = expired ?? this.expired;
    return this.startOver();
  }

  /** From the snapshot again, whatever handle it has. */
  startOver(): 'start-over' {
    this.buffer = new CommitBuffer();
    this.handle = undefined;
    this.cursor = undefined;
    this.askLive = false;
    this.cacheRetries = 0;
    this.progress.startedOver();
    return 'start-over';
  }

  /** Asks the next time without waiting for news; the answer then comes with a schema (W14). */
  askAtOnce(): void {
    this.askLive = false;
  }

  /** The same after failures (W12). */
  askAfterFailure(): void {
    this.askLive = false;
    this.recovering = true;
  }

  /**
   * Electric refused the position with a 400.
   * @returns whether that was the answer to W4 (b), and the tail is to be read again at once.
   */
  positionRefused(): boolean {
    if (!this.buffer.hasTail) {
      this.startOver(); // W8
      return false;
    }
    this.buffer.dropTail();
    this.askLive = false;
    return this.progress.tailDropped();
  }

  /**
   * Whether a refetch has come as far as what is committed, if it is of the same handle: its first up-to-date can come
   * before that, and readers would go back in time (I2). If a poll then waits in vain, Electric's log ends there.
   */
  private isBackWhereItWas(): boolean {
    const { committed } = this;
    if (committed === undefined || committed.handle !== this.handle) return true;
    return compareOffsets(this.buffer.wholeUpTo, committed.offset) >= 0;
  }

  /** Moves the position. @returns `false` if the header says what the rows do not (electric/README.md 34). */
  private advance(said: ShapeOffset, rows: AnswerRows<T>): boolean {
    const { offset } = this.buffer;
    const virtually = isVirtual(offset) && isVirtual(said);
    if (rows.lastOffset === undefined && virtually) {
      const isInPlace =
        rows.isOfSnapshot || offset === BEFORE_SNAPSHOT
          ? said === chunkAfter(offset)
          : compareOffsets(said, offset) >= 0;
      if (!isInPlace) throw misplaced();
      this.buffer.append(rows);
      this.buffer.moveTo(said);
      return true;
    }
    if (rows.isOfSnapshot) throw misplaced();
    this.buffer.append(rows);
    return rows.lastOffset !== undefined || said === offset;
  }
}

const NOTHING = { commit: undefined, upToDate: false };

function misplaced(): ExchangeError {
  return new ExchangeError('the answer is not the one to this request: a cache or proxy in between may mix answers up');
}
