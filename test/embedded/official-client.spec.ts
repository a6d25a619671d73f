import { setTimeout as delay } from 'node:timers/promises';
import { isChangeMessage, type Message, type Row, ShapeStream } from '@electric-sql/client';
import { jest } from '@jest/globals';
import { EmbeddedElectric } from '../../lib/testing/embedded-electric/index.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

// The client keeps a timer of a minute, and with it the process, after it was aborted.
const { setTimeout: keepingTimeout } = globalThis;
globalThis.setTimeout = ((run: () => void, milliseconds?: number) => {
  const timer = keepingTimeout(run, milliseconds);
  return (milliseconds ?? 0) > 10_000 ? timer.unref() : timer;
}) as typeof setTimeout;

/** Electric's own client takes the embedded one for Electric. */
describe('the official client on the embedded Electric', () => {
  let electric: EmbeddedElectric;
  let closing: AbortController;

  beforeAll(async () => {
    electric = await EmbeddedElectric.start({ longPollTimeoutMs: 500, chunkBytes: 400 });
  });

  afterAll(() => electric.stop());

  beforeEach(() => {
    // It takes a 409 without a handle (README 11) for the work of a proxy, and says so.
    jest.spyOn(console, 'warn').mockImplementation(() => {});
    closing = new AbortController();
  });

  afterEach(() => closing.abort());

  it.each(['default', 'full'] as const)(
    'follows inserts, updates, deletes, key changes and TRUNCATE (replica=%s)',
    async (replica) => {
      const table = `followed_${replica}`;
      await electric.database.exec(`CREATE TABLE ${table} (id int PRIMARY KEY, v text, ok boolean);
      INSERT INTO ${table} SELECT g, 'row ' || g, g % 2 = 0 FROM generate_series(1, 20) g`);
      const follower = new Follower(electric.url, table, replica, closing.signal);
      const agrees = async () => {
        const { rows } = await electric.database.query<[number, string]>(`SELECT id, v FROM ${table} ORDER BY id`, [], {
          rowMode: 'array',
        });
        await until(() => JSON.stringify(follower.sorted()) === JSON.stringify(rows));
      };
      await agrees();
      for (const statement of [
        `INSERT INTO ${table} VALUES (21, 'new', true)`,
        `UPDATE ${table} SET v = v || '!' WHERE id < 10`,
        `DELETE FROM ${table} WHERE id % 3 = 0`,
        `UPDATE ${table} SET id = id + 100 WHERE id > 15`,
        `BEGIN; INSERT INTO ${table} VALUES (1000, 'a', null); UPDATE ${table} SET v = 'b' WHERE id = 1000; COMMIT`,
        `BEGIN; DELETE FROM ${table}; ROLLBACK`,
        `TRUNCATE ${table}`,
        `INSERT INTO ${table} SELECT g, 'again', false FROM generate_series(1, 50) g`,
      ]) {
        await electric.database.exec(statement);
        await agrees();
      }
      expect(follower.errors).toEqual([]);
    },
    30_000,
  );
});

/** A map that is kept as the client says. */
class Follower {
  readonly errors: unknown[] = [];
  private readonly rows = new Map<string, Row>();

  constructor(url: string, table: string, replica: 'default' | 'full', signal: AbortSignal) {
    const stream = new ShapeStream({ url: `${url}/v1/shape`, params: { table, replica }, signal });
    stream.subscribe(
      (messages) => {
        for (const message of messages) this.take(message);
      },
      (error) => this.errors.push(error),
    );
  }

  sorted(): unknown[] {
    return [...this.rows.values()].map(({ id, v }) => [id, v]).sort(([a], [b]) => Number(a) - Number(b));
  }

  private take(message: Message): void {
    if (!isChangeMessage(message)) {
      if (message.headers.control === 'must-refetch') this.rows.clear();
    } else if (message.headers.operation === 'delete') this.rows.delete(message.key);
    else this.rows.set(message.key, { ...this.rows.get(message.key), ...message.value });
  }
}

/** Jest's own time limit ends a wait in vain. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(5);
}
