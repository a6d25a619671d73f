import { CommonCodeCache } from 'nestjs-common-code';
import { Replicator } from '../../lib/replica/replicator.js';
import { eventually } from './eventually.js';

const QUIET = { log: () => {}, warn: () => {}, debug: () => {} };

/** One pod's part of a fleet. */
interface Follower {
  readonly replicator: Replicator<Record<string, unknown>>;
  readonly cache: CommonCodeCache;
}

/** So many followers of one table in one process, each as it is in a pod of its own. */
export class Fleet {
  /** Requests that they have sent. */
  requests = 0;
  private unanswered = 0;
  /** How many codes a reader found, in any version of any follower. */
  readonly sizes = new Set<number>();
  private readonly followers: readonly Follower[];

  constructor(size: number, url: string, table: string) {
    const counted: typeof globalThis.fetch = (input, init) => {
      this.requests += 1;
      this.unanswered += 1;
      return fetch(input, init).finally(() => {
        this.unanswered -= 1;
      });
    };
    this.followers = Array.from({ length: size }, () => {
      const options = { electric: { url, fetch: counted }, shape: { table } };
      const replicator = new Replicator<Record<string, unknown>>(options, QUIET);
      const cache = new CommonCodeCache(replicator);
      cache.snapshot$.subscribe(({ size }) => this.sizes.add(size));
      return { replicator, cache };
    });
  }

  get caches(): readonly CommonCodeCache[] {
    return this.followers.map(({ cache }) => cache);
  }

  start(): void {
    for (const { replicator } of this.followers) replicator.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.followers.map(({ replicator }) => replicator.stop()));
  }

  /** @returns when each of them holds these labels of this group, and no others, and is live. */
  converged(group: string, labels: readonly string[]): Promise<void> {
    const wanted = JSON.stringify(labels);
    return eventually(() => {
      const behind = this.caches.filter(
        ({ status, snapshot }) => status.state !== 'live' || JSON.stringify(labelsOf(snapshot.list(group))) !== wanted,
      );
      if (behind.length > 0) throw new Error(`${behind.length} of ${this.followers.length} have not converged`);
    });
  }

  /** @returns when all of them have waited for news for so long. */
  async settled(ms: number): Promise<void> {
    for (let before = -1; before !== this.requests || this.unanswered < this.followers.length; ) {
      before = this.requests;
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }

  /** @returns how long each of them took, in milliseconds from now, until it has this label. */
  async awaitLabel(group: string, code: string, label: string): Promise<number[]> {
    const since = performance.now();
    return Promise.all(
      this.caches.map(
        (cache) =>
          new Promise<number>((resolve) => {
            const subscription = cache.snapshot$.subscribe((snapshot) => {
              if (snapshot.label(group, code) !== label) return;
              resolve(performance.now() - since);
              queueMicrotask(() => subscription.unsubscribe());
            });
          }),
      ),
    );
  }
}

function labelsOf(codes: readonly { readonly label: string }[]): string[] {
  return codes.map(({ label }) => label);
}
