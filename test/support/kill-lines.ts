/**
 * What the child tells the kill suite, a line of JSON each. Its standard output is a pipe, to which Node writes at once: what
 * was told before it was killed is read.
 */
export type KillLine =
  | { readonly tells: 'started' }
  | { readonly tells: 'asks'; readonly for: 'snapshot' | 'log' | 'subset' }
  | SeenLine
  | { readonly tells: 'saving'; readonly reset: boolean; readonly generation: number }
  | { readonly tells: 'saved' }
  | { readonly tells: 'audits' }
  | { readonly tells: 'audited'; readonly corrected: number }
  | { readonly tells: 'said'; readonly text: string };

/** A version that its readers see. */
export interface SeenLine {
  readonly tells: 'sees';
  readonly source: 'none' | 'store' | 'electric';
  readonly version: number;
  readonly generation: number;
  readonly checksum: number;
}

/** What the child is told to begin with. */
export interface KillChildOptions {
  readonly url: string;
  readonly table: string;
  /** The file of its store. */
  readonly path: string;
}
