/** The platform's `fetch`, and when it was first called: what comes before is not the candidate's. */
export class FirstRequest {
  private at: number | undefined;

  constructor(private readonly onFirst: () => void = () => {}) {}

  readonly fetch: typeof globalThis.fetch = (input, init) => {
    if (this.at === undefined) {
      this.at = performance.now();
      this.onFirst();
    }
    return globalThis.fetch(input, init);
  };

  /** Milliseconds since the first request. */
  get elapsedMs(): number {
    if (this.at === undefined) throw new Error('nothing was asked for');
    return performance.now() - this.at;
  }
}
