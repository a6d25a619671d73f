import type { SnapshotStore } from 'nestjs-common-code';

/** Where a follower finds its shape. */
export interface Source {
  /** Electric's base URL. */
  readonly url: string;
  readonly table: string;
  /** Through which it asks, so that one can see when it begins. */
  readonly fetch: typeof globalThis.fetch;
  /** Of a real Electric. */
  readonly secret?: string | undefined;
  /** Of this library alone. */
  readonly store?: SnapshotStore;
}

/** Somebody's way to keep a copy of a shape in this process. */
export interface Follower {
  /** Starts. @returns when codes can be read. */
  start(): Promise<void>;
  label(group: string, code: string): string | undefined;
  /** Calls back after each change, once it can be read. */
  onChange(listener: () => void): void;
  /** What it keeps, so that it is not collected while it is weighed. */
  readonly held: unknown;
  stop(): Promise<void>;
}

/** Loads what it needs and sets it up, as far as that can be done before the start. */
export type PrepareFollower = (source: Source) => Promise<Follower>;
