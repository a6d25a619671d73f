import { setImmediate } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type MessageEvent } from '@nestjs/common';
import { CommonCodeCache } from 'nestjs-common-code';
import { interval, map, merge, type Observable, Subject, takeUntil } from 'rxjs';
import type { CodeAttributes } from '../codes/code-attributes.js';
import { toCodeEvent } from './code-event.js';

const HEARTBEAT_MS = 2_000;

/** What browsers follow: each version of the codes, and how the replica is. */
@Injectable()
export class EventsService implements BeforeApplicationShutdown {
  private readonly closing = new Subject<void>();

  constructor(private readonly codes: CommonCodeCache<CodeAttributes>) {}

  stream(): Observable<MessageEvent> {
    const changes = this.codes.changes$.pipe(
      map((changes) => ({ type: 'codes', data: toCodeEvent(changes, this.codes.status) })),
    );
    const transitions = this.codes.status$.pipe(map((status) => ({ type: 'status', data: status })));
    // Staleness grows without a transition, so the status is repeated; it keeps proxies from closing the stream, too.
    const heartbeat = interval(HEARTBEAT_MS).pipe(map(() => ({ type: 'status', data: this.codes.status })));
    return merge(changes, transitions, heartbeat).pipe(takeUntil(this.closing));
  }

  /** The server waits for open answers before it closes, and these would stay open for ever. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing.next();
    await setImmediate(); // With their answers ended, the connections are idle ones, which the server closes at once.
  }
}
