import type { CommonCodeStatus } from './replica/common-code-status.interface.js';

/** What the Nest surface says in errors and in the log, by name. */
export const COMMON_CODE_MESSAGES = {
  notReady: ({ state, since, lastError }: CommonCodeStatus) =>
    `There are no common codes yet (${state} since ${since.toISOString()}${lastError ? `; last error: ${lastError.message}` : ''}). ` +
    'Await whenReady(), or leave startup.wait on, before reading.',
  disabled: 'The sync is switched off (enabled: false), so there are no common codes to read.',
  closed: 'The application is shutting down: there will be no common codes.',
  timedOut: (timeoutMs: number, { lastError }: CommonCodeStatus) =>
    `The common codes were not ready within ${timeoutMs} ms${lastError ? ` (last error: ${lastError.message})` : ''}. The sync goes on.`,
};
