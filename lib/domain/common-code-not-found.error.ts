/**
 * `getOrThrow` did not find the code.
 * @publicApi
 */
export class CommonCodeNotFoundError extends Error {
  override readonly name = 'CommonCodeNotFoundError';

  constructor(
    readonly group: string,
    readonly code: string,
    groupExists: boolean,
  ) {
    super(
      groupExists
        ? `There is no common code ${JSON.stringify(code)} in group ${JSON.stringify(group)}.`
        : `There is no common code group ${JSON.stringify(group)} (asked for code ${JSON.stringify(code)}).`,
    );
  }
}
