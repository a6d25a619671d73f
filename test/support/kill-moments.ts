import { setTimeout as delay } from 'node:timers/promises';
import { type Random, whole } from './chaos-random.js';
import type { KillLife } from './kill-life.js';
import type { KillTable } from './kill-table.js';

/** When a process is killed: some milliseconds after something has happened. */
export interface KillMoment {
  readonly name: string;
  /** Its store is a new one. */
  readonly isFresh?: boolean;
  /** It is killed up to so many milliseconds later. */
  readonly withinMs: number;
  /** @throws Error if that does not come. */
  reached(life: KillLife, table: KillTable, random: Random): Promise<void>;
}

/** By turns: each that lets a process come as far as the table is followed by one that may not. */
export const MOMENTS: readonly KillMoment[] = [
  {
    name: 'the first snapshot is read',
    isFresh: true,
    withinMs: 150,
    reached: (life) => life.until('the first snapshot', () => life.isReading),
  },
  {
    name: 'commits are written',
    withinMs: 3,
    async reached(life, table, random) {
      await caughtUp(life, table);
      for (let left = whole(random, 1, 6); left > 0; left -= 1) {
        await life.until('the end of what is written', () => life.saving === undefined);
        await life.until('a commit that is written', () => life.saving?.reset === false);
      }
    },
  },
  { name: 'at any time', withinMs: 2_500, reached: async () => {} },
  {
    name: 'the shape is read anew',
    withinMs: 120,
    async reached(life, table) {
      await caughtUp(life, table);
      await table.truncate();
      await life.until('a refetch', () => life.isReading);
    },
  },
  {
    name: 'the store is loaded',
    withinMs: 60,
    reached: (life) => life.until('the start', () => life.isStarted),
  },
  {
    name: 'an audit',
    withinMs: 120,
    async reached(life, table) {
      await caughtUp(life, table);
      const { looks } = life;
      life.audit();
      await life.until('an audit', () => life.looks > looks);
    },
  },
  {
    name: 'the first snapshot is written',
    isFresh: true,
    withinMs: 15,
    reached: (life) => life.until('a first reset that is written', () => life.saving !== undefined),
  },
  {
    name: 'a refetch is written',
    withinMs: 15,
    async reached(life, table) {
      await caughtUp(life, table);
      await table.truncate();
      await life.until('a reset that is written', () => life.saving?.reset === true);
    },
  },
  {
    name: 'what was missed is read',
    withinMs: 60,
    reached: (life) => life.until('what the store has', () => life.seen !== undefined),
  },
  {
    name: 'it follows',
    withinMs: 1_500,
    reached: (life, table) => caughtUp(life, table),
  },
];

/** It has come as far as the table was when it was asked. */
export async function caughtUp(life: KillLife, table: KillTable): Promise<void> {
  const { generation } = table;
  const isThere = () => life.seen?.source === 'electric' && life.seen.generation >= generation;
  await life.until(`to come as far as transaction ${generation}`, isThere);
}

/** Some time, within a moment. */
export function later({ withinMs }: KillMoment, random: Random): Promise<void> {
  return delay(random() * withinMs);
}
