/**
 * The options do not fit: one another, or the table. The message names every problem and the option to mend.
 * @publicApi
 */
export class CommonCodeConfigurationError extends Error {
  override readonly name = 'CommonCodeConfigurationError';

  /** @param problems one sentence each, naming the option. */
  constructor(readonly problems: readonly string[]) {
    super(`The common code configuration does not fit: ${problems.join('; ')}`);
  }
}
