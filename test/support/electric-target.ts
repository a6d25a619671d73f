/**
 * What suites that need an Electric are run against: the embedded one, or, unchanged, a real one if ELECTRIC_URL and
 * DATABASE_URL (and ELECTRIC_SECRET, if it has one) are set. electric-global-setup.mjs decides.
 *
 *     const target = electricTarget();                     // { url, databaseUrl, secret?, isReal }
 *     const db = await connect();                          // a pg client; end it in afterAll
 *     const table = await createTable(db, 'codes', 'id int primary key, v text');   // a name of its own, emptied by truncateTables(db)
 *     const shape = shapeOf(table, { replica: 'full' });
 *     await shape.sync();                                  // from offset=-1 until up-to-date
 *     const answer = await shape.live();                   // one live poll from where it stands
 *     await shape.get({ offset: '0_0', handle: 'x' });     // a request of your own
 *
 * All suites share one database, and the embedded one has a single session: own tables only, short transactions, and
 * no request for a new shape while a transaction is open. A real Electric polls for 20 s: SLOW_MS is for such tests.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type ShapeParameters, ShapeReader } from './electric-shape-reader.js';

export type { Answer, Message, ShapeParameters } from './electric-shape-reader.js';
export { ShapeReader } from './electric-shape-reader.js';

export interface ElectricTarget {
  /** Base URL, without /v1/shape. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly secret?: string;
  /** Whether it is one that we did not start: slower, and with settings of its own. */
  readonly isReal: boolean;
}

/** A time limit for tests that a real Electric lets wait: for polls (20 s) and for offsets out of range (10 s). */
export const SLOW_MS = 90_000;

export function electricTarget(): ElectricTarget {
  const published = process.env['NCC_TEST_ELECTRIC'];
  if (!published) {
    throw new Error(
      'No Electric was started for this run: electric-global-setup.mjs starts one if a suite imports electric-target.ts by relative paths',
    );
  }
  return JSON.parse(published) as ElectricTarget;
}

/** A client of the target's Postgres. */
export async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: electricTarget().databaseUrl });
  // The embedded one may be stopped before the client is: nothing to fail a test for.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** A table name that nobody has used before. */
export function uniqueTable(prefix: string): string {
  return `${prefix}_${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`;
}

const created = new WeakMap<pg.Client, string[]>();

/** Creates a table under a unique name, to be emptied by {@link truncateTables}. */
export async function createTable(client: pg.Client, prefix: string, columns: string): Promise<string> {
  const name = uniqueTable(prefix);
  await client.query(`CREATE TABLE ${name} (${columns})`);
  created.set(client, [...(created.get(client) ?? []), name]);
  return name;
}

/** Empties what {@link createTable} created with this client: Electric ends the shapes of a table that is truncated, and not of one that is dropped (26). */
export async function truncateTables(client: pg.Client): Promise<void> {
  for (const name of created.get(client) ?? []) {
    const { rows } = await client.query('SELECT to_regclass($1) IS NOT NULL AS exists', [name]);
    if (rows[0]?.exists) await client.query(`TRUNCATE ${name} CASCADE`);
  }
  created.delete(client);
}

/** Reads a shape of a table of the target, request by request. */
export function shapeOf(table: string, parameters: ShapeParameters = {}): ShapeReader {
  const { url, secret } = electricTarget();
  return new ShapeReader(url, { table, ...(secret !== undefined && { secret }), ...parameters });
}
