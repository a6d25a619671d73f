import { randomInt } from 'node:crypto';

const EPOCH = Date.UTC(2024, 9, 9);

/**
 * The cursor of a live answer: the same for all who poll in one interval, so that a cache can let them share an answer;
 * another than the one before, so that the next poll is not answered from that cache (README 7, 42; transcript 08).
 */
export function nextCursor(longPollTimeoutMs: number, previous: string | null): string {
  const interval = Math.floor(longPollTimeoutMs / 1000);
  if (interval === 0) return '0';
  const next = Math.ceil((Date.now() - EPOCH) / 1000 / interval) * interval;
  const before = /^\d+$/.test(previous ?? '') ? Number(previous) : 0;
  return String(next > before ? next : before + randomInt(1, 3601));
}
