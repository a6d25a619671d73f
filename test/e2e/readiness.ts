import type { CodesApp } from '../support/codes-app.js';

/** What a readiness probe is answered. */
export interface Ready {
  readonly status: number;
  readonly codes: Record<string, unknown>;
}

export async function readinessOf(app: CodesApp): Promise<Ready> {
  const { status, body } = await app.get('/health/ready');
  return { status, codes: (body as { details: { commonCodes: Record<string, unknown> } }).details.commonCodes };
}

/** Nothing to wait for in tests of a start without data. */
export const IMPATIENT = { startup: { timeoutMs: 300 } };
