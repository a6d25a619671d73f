import type { Misbehaviours } from './misbehaviours.interface.js';

/** How an {@link EmbeddedElectric} is started. Everything has a default. */
export interface EmbeddedElectricOptions {
  /** Port of the HTTP API; 0, the default, takes any free one. */
  readonly port?: number;
  /** Address both servers bind to. Default 127.0.0.1: nobody outside this machine. */
  readonly host?: string;
  /** Port of the Postgres protocol; 0, the default, takes any free one. */
  readonly databasePort?: number;
  /** Where PGlite keeps the database. Without it, everything is in memory and gone after `stop()`. With it, handles and logs survive (README 27). */
  readonly dataDir?: string;
  /** How long a live poll waits for a change. Default 20,000, as Electric's (README 6). */
  readonly longPollTimeoutMs?: number;
  /** If set, `/v1/shape` asks for it in the query parameter `secret` or `api_secret` (README 15). */
  readonly secret?: string;
  /** Size at which an answer is cut, inside a transaction too. Default 10 MB, as Electric's (README 9). */
  readonly chunkBytes?: number;
  /** Whether `DELETE /v1/shape` is allowed. Default false: 405, as Electric's. */
  readonly allowDelete?: boolean;
  /** How often the tables are compared with what is known of them, beside at each write. Default 60,000, as Electric's (README 24, 26). */
  readonly schemaCheckMs?: number;
  /** What it gets wrong from the beginning, as {@link EmbeddedElectric.misbehave} has it later. Default: nothing. */
  readonly misbehave?: Misbehaviours;
}

/** The options with their defaults filled in. */
export type EmbeddedElectricSettings = Required<Omit<EmbeddedElectricOptions, 'dataDir' | 'secret'>> &
  Pick<EmbeddedElectricOptions, 'dataDir' | 'secret'>;

/** Electric's own defaults where Electric has one. */
export function withDefaults(options: EmbeddedElectricOptions): EmbeddedElectricSettings {
  return {
    port: 0,
    host: '127.0.0.1',
    databasePort: 0,
    longPollTimeoutMs: 20_000,
    chunkBytes: 10 * 1024 * 1024,
    allowDelete: false,
    schemaCheckMs: 60_000,
    misbehave: {},
    ...options,
  };
}
