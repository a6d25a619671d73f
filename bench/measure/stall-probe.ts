import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { ProcessorWait } from './processor-wait.js';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** How long the event loop was held up, at the longest. */
export interface Stall {
  /** Garbage collection not counted. */
  readonly longestMs: number;
  /** Counted. */
  readonly longestWithGcMs: number;
  /** Neither garbage collection counted, nor that the thread had to wait for a processor: what its own work takes. */
  readonly longestWorkMs: number;
}

interface Gap extends Span {
  readonly waitedMs: number;
}

/** Shorter gaps are not kept. */
const SHORT_MS = 1;

/**
 * Watches the event loop: turns over without a pause, and notes how long each turn took. A turn is what a request that
 * comes in has to wait. Pauses for garbage collection are taken from the turns that they fell into.
 */
export class StallProbe {
  private readonly gaps: Gap[] = [];
  private readonly collections: Span[] = [];
  private readonly observer = new PerformanceObserver((list) => this.collected(list.getEntries()));
  private readonly processor = new ProcessorWait();
  private last = 0;
  private running = false;

  start(): void {
    this.observer.observe({ entryTypes: ['gc'] });
    this.running = true;
    this.processor.read();
    this.last = performance.now();
    setImmediate(this.turn);
  }

  async stop(): Promise<Stall> {
    this.running = false;
    await new Promise((resolve) => setTimeout(resolve, 30)); // collections are told of later
    this.collected(this.observer.takeRecords());
    this.observer.disconnect();
    const gaps = this.gaps.map((gap) => ({
      withGc: gap.to - gap.from,
      gc: this.collectedWithin(gap),
      waited: gap.waitedMs,
    }));
    return {
      longestMs: Math.max(0, ...gaps.map(({ withGc, gc }) => withGc - gc)),
      longestWithGcMs: Math.max(0, ...gaps.map(({ withGc }) => withGc)),
      longestWorkMs: Math.max(0, ...gaps.map(({ withGc, gc, waited }) => withGc - gc - waited)),
    };
  }

  private readonly turn = () => {
    const now = performance.now();
    this.processor.read();
    if (now - this.last >= SHORT_MS) this.gaps.push({ from: this.last, to: now, waitedMs: this.processor.waitedMs });
    this.last = now;
    if (this.running) setImmediate(this.turn);
  };

  private collected(entries: readonly PerformanceEntry[]): void {
    for (const { startTime, duration } of entries) {
      this.collections.push({ from: startTime, to: startTime + duration });
    }
  }

  private collectedWithin({ from, to }: Span): number {
    let total = 0;
    let counted = from; // collections can be told of inside one another
    for (const span of this.collections.toSorted((a, b) => a.from - b.from)) {
      const begin = Math.max(span.from, counted);
      const end = Math.min(span.to, to);
      if (end <= begin) continue;
      total += end - begin;
      counted = end;
    }
    return total;
  }
}
