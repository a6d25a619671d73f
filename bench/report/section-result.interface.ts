import type { Result } from '../measure/measure.js';
import type { Environment } from './environment.js';

/** One section's figures, as `--json` writes them. */
export interface SectionResult {
  readonly section: string;
  readonly rows: number;
  readonly results: readonly Result[];
  readonly rounds: number;
  /** Candidates that could not run, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly environment: Environment;
  /** What has to be known of this run, in words. */
  readonly note?: string | undefined;
}
