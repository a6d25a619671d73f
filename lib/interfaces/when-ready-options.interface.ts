/**
 * What to wait for, and for how long.
 * @publicApi
 */
export interface WhenReadyOptions {
  /** In milliseconds. Default: no end. A timeout rejects, and cancels nothing. */
  readonly timeoutMs?: number | undefined;
  /** Rejects with its reason when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** `any`: data, wherever it came from; `electric`: Electric has confirmed it in this process. Default: `any`. */
  readonly source?: 'any' | 'electric' | undefined;
}
