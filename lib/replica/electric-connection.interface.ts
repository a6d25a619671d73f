/** A value, or a function that is asked for it before each request, so that it can be rotated. */
export type Resolvable<T> = T | (() => T | Promise<T>);

/**
 * How to reach Electric.
 * @publicApi
 */
export interface ElectricConnection {
  /** Electric's base URL, or that of its shape endpoint (`…/v1/shape`). Without credentials and without a query. */
  readonly url: string;
  /** `ELECTRIC_SECRET`. Electric takes it as a query parameter only (electric/README.md 15). */
  readonly secret?: Resolvable<string> | undefined;
  /** Headers for a proxy in front of Electric. */
  readonly headers?: Resolvable<Readonly<Record<string, string>>> | undefined;
  /** Further query parameters, the same in every process, or caches in between cannot share answers. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Instead of the platform's `fetch`: for a proxy agent, say. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * How long a live request may go unanswered, in milliseconds: above Electric's long poll (20 s) plus the lock timeout of
   * a caching proxy (electric/README.md 42). Default: 60,000.
   */
  readonly liveTimeoutMs?: number | undefined;
}
