import { isChangeMessage, isControlMessage, type Message, ShapeStream } from '@electric-sql/client';
import { jest } from '@jest/globals';
import { Test } from '@nestjs/testing';
import fc from 'fast-check';
import { CommonCodeCache, CommonCodeModule } from 'nestjs-common-code';
import type { Client } from 'pg';
import { createCodes, optionsFor } from '../support/codes-app.js';
import { connect, electricTarget, SLOW_MS, truncateTables } from '../support/electric-target.js';
import { eventually } from '../support/eventually.js';

let db: Client;
beforeAll(async () => {
  jest.spyOn(console, 'warn').mockImplementation(() => {}); // its own remarks on Electric's 409 without a handle (11)
  const { setTimeout: start } = globalThis; // it keeps a timer of a minute, which nothing of it stops
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((...of: Parameters<typeof start>) => {
    const timer = start(...of);
    return (of[1] ?? 0) > 50_000 ? timer.unref() : timer;
  }) as typeof start);
  db = await connect();
});
afterAll(async () => {
  await truncateTables(db);
  await db.end();
});

/** The official client with a hand-written Map, as its documentation shows. */
function follow(table: string) {
  const { url, secret } = electricTarget();
  const rows = new Map<string, Record<string, unknown>>();
  const controller = new AbortController();
  const stream = new ShapeStream({
    url: `${url}/v1/shape`,
    params: { table, replica: 'full', ...(secret !== undefined && { secret }) },
    signal: controller.signal,
  });
  stream.subscribe((messages: Message[]) => {
    for (const message of messages) {
      if (isControlMessage(message) && message.headers.control === 'must-refetch') rows.clear();
      if (!isChangeMessage(message)) continue;
      if (message.headers.operation === 'delete') rows.delete(message.key);
      else rows.set(message.key, { ...rows.get(message.key), ...message.value });
    }
  });
  return {
    rows,
    stop() {
      stream.unsubscribeAll();
      controller.abort();
    },
  };
}

const name = fc.constantFrom('하나', 'two', "it's", '"q"/x');
const code = fc.constantFrom('1', '2', '3', 'a/b', 'c"d', '한');
const group = fc.constantFrom('A', 'B/C');
const statement = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('upsert'), group, code, name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete'), group, code }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename'), group, code, to: code }) },
);
const transactions = fc.array(fc.array(statement, { minLength: 1, maxLength: 5 }), { minLength: 40, maxLength: 60 });

async function run(table: string, statements: readonly Record<string, string>[]): Promise<void> {
  await db.query('BEGIN');
  for (const { do: what, group, code, name, to } of statements) {
    if (what === 'upsert') {
      await db.query(
        `INSERT INTO ${table} VALUES ($1,$2,$3,1,'Y') ON CONFLICT (group_code, code) DO UPDATE SET code_name = excluded.code_name`,
        [group, code, name],
      );
    } else if (what === 'delete')
      await db.query(`DELETE FROM ${table} WHERE group_code = $1 AND code = $2`, [group, code]);
    else {
      await db.query(
        `UPDATE ${table} SET code = $3 WHERE group_code = $1 AND code = $2
         AND NOT EXISTS (SELECT FROM ${table} WHERE group_code = $1 AND code = $3)`,
        [group, code, to],
      );
    }
  }
  await db.query('COMMIT');
}

describe('the official client as a witness', () => {
  test.each([1, 2, 3])(
    'we and it follow one random log, and both are compared with the table (seed %i)',
    async (seed) => {
      const table = await createCodes(db);
      const module = await Test.createTestingModule({
        imports: [CommonCodeModule.forRoot(optionsFor(table))],
      }).compile();
      const app = await module.init();
      const cache = app.get(CommonCodeCache, { strict: false });
      const witness = follow(table);
      try {
        const [log = []] = fc.sample(transactions, { seed, numRuns: 1 });
        for (const [index, statements] of log.entries()) {
          await run(table, statements);
          if (index === 20) await db.query(`TRUNCATE ${table}`);
        }
        const wanted = (await db.query(`SELECT group_code, code, code_name FROM ${table}`)).rows
          .map((row) => [row.group_code, row.code, row.code_name])
          .sort();
        const ours = () =>
          cache
            .groups()
            .flatMap((g) => cache.listAll(g).map((c) => [c.group, c.code, c.label]))
            .sort();
        await eventually(() => expect(ours()).toEqual(wanted));

        const theirs = () =>
          [...witness.rows.values()].map((row) => [row['group_code'], row['code'], row['code_name']]).sort();
        const agrees = () => expect(theirs()).toEqual(wanted);
        // Where it diverges, that is recorded, not copied (design.md 7).
        await eventually(agrees, 30_000).catch((divergence: Error) => {
          process.stderr.write(`The official client diverges from the table (seed ${seed}): ${divergence.message}\n`);
        });
      } finally {
        witness.stop();
        await app.close();
      }
    },
    SLOW_MS,
  );
});
