import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import pg from 'pg';
import { EmbeddedElectric } from '../../lib/testing/embedded-electric/index.js';
import { ShapeReader } from '../support/electric-shape-reader.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

const CLIENTS = 8;

/** PGlite has one session; its clients take turns, and nobody sees what is not committed. */
describe('the one session of the embedded Electric', () => {
  let electric: EmbeddedElectric;
  let clients: pg.Client[];

  beforeAll(async () => {
    electric = await EmbeddedElectric.start({ longPollTimeoutMs: 300 });
    clients = await Promise.all(Array.from({ length: CLIENTS }, () => connect(electric)));
  });

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await electric.stop();
  });

  const client = (index: number) => clients[index] as pg.Client;

  const shapeOf = async (table: string, columns = 'id int PRIMARY KEY, n int') => {
    await electric.database.exec(`CREATE TABLE ${table} (${columns})`);
    const shape = new ShapeReader(electric.url, { table });
    await shape.sync();
    return shape;
  };

  it('keeps the statements of clients that talk at once apart, those of several packets too', async () => {
    const long = 'x'.repeat(300_000);
    const answers = await Promise.all(
      clients.map(async (each, index) => {
        const sums: number[] = [];
        for (let round = 0; round < 20; round++) {
          const parameters = [index, round, round % 2 ? long : ''];
          const { rows } = await each.query('SELECT $1::int * 1000 + $2::int + length($3) AS sum', parameters);
          sums.push(rows[0].sum);
        }
        return sums;
      }),
    );
    const sum = (index: number, round: number) => index * 1000 + round + (round % 2 ? long.length : 0);
    expect(answers).toEqual(clients.map((_, index) => Array.from({ length: 20 }, (_, round) => sum(index, round))));
  });

  it('has a row once, in the snapshot or in the log, when a shape is made before the write was read', async () => {
    await electric.database.exec('CREATE TABLE raced (id int PRIMARY KEY)');
    await new ShapeReader(electric.url, { table: 'raced' }).sync();
    const shape = new ShapeReader(electric.url, { table: 'raced', where: 'id > 0' });
    // Behind a transaction wait a write and a new shape, in this order; reading what was written comes last.
    const holding = electric.database.transaction(() => delay(200));
    await delay(20);
    const waiting = [electric.database.query('INSERT INTO raced VALUES (1)'), shape.get()];
    await Promise.all([holding, ...waiting]);
    const rows = (await shape.sync()).flatMap((answer) => answer.rows);
    expect(rows.map(({ value }) => value)).toEqual([{ id: '1' }]);
  });

  it('delivers concurrent transactions whole, one after another, and none that was rolled back', async () => {
    const shape = await shapeOf('transfers');
    await Promise.all(
      clients.map(async (each, index) => {
        for (let round = 0; round < 10; round++) {
          await each.query('BEGIN');
          for (let row = 0; row < 3; row++)
            await each.query('INSERT INTO transfers VALUES ($1, $2)', [index * 100 + round * 3 + row, index]);
          await each.query(round % 5 === 4 ? 'ROLLBACK' : 'COMMIT');
        }
      }),
    );
    const rows = (await shape.sync()).flatMap((answer) => answer.rows);
    expect(rows).toHaveLength(CLIENTS * 8 * 3);
    for (let first = 0; first < rows.length; first += 3) {
      const [a, b, c] = rows.slice(first, first + 3).map(({ headers }) => headers);
      expect([b?.lsn, c?.lsn]).toEqual([a?.lsn, a?.lsn]);
      expect([a?.op_position, b?.op_position, c?.op_position]).toEqual([0, 2, 4]);
      expect([a?.last, b?.last, c?.last]).toEqual([undefined, undefined, true]);
    }
    const lsns = rows.map(({ headers }) => Number(headers.lsn));
    expect(lsns).toEqual([...lsns].sort((a, b) => a - b));
  });

  it('shows nothing of an open transaction, and all of it at once when it is committed', async () => {
    const shape = await shapeOf('open_one');
    await client(0).query('BEGIN');
    await client(0).query('INSERT INTO open_one VALUES (1, 1)');
    expect((await shape.get()).rows).toEqual([]);
    expect((await shape.get({ live: 'true' })).rows).toEqual([]);
    await client(0).query('INSERT INTO open_one VALUES (2, 2)');
    await client(0).query('COMMIT');
    expect((await shape.get()).rows.map(({ headers }) => headers.last)).toEqual([undefined, true]);
  });

  it('shows nothing of what a savepoint took back', async () => {
    const shape = await shapeOf('saved');
    await electric.database.transaction(async (tx) => {
      await tx.exec('INSERT INTO saved VALUES (1, 1); SAVEPOINT s; INSERT INTO saved VALUES (2, 2); ROLLBACK TO s');
    });
    expect((await shape.get()).rows.map(({ value }) => value?.['id'])).toEqual(['1']);
  });

  it('lets a second client and the program itself wait while a transaction is open', async () => {
    await electric.database.exec('CREATE TABLE waited_for (id int PRIMARY KEY)');
    await client(0).query('BEGIN');
    await client(0).query('INSERT INTO waited_for VALUES (1)');
    const order: string[] = [];
    const others = Promise.all([
      client(1)
        .query('SELECT 1')
        .then(() => order.push('client')),
      electric.database.query('SELECT 1').then(() => order.push('program')),
    ]);
    await delay(50);
    order.push('commit');
    await client(0).query('COMMIT');
    await others;
    expect(order[0]).toBe('commit');
    expect(order).toHaveLength(3);
  });

  it('rolls back what a client leaves open when it goes', async () => {
    const shape = await shapeOf('left_open');
    const leaving = await connect(electric);
    await leaving.query('BEGIN');
    await leaving.query('INSERT INTO left_open VALUES (1, 1)');
    const waiting = client(0).query('SELECT count(*)::int AS count FROM left_open');
    await leaving.end();
    expect((await waiting).rows).toEqual([{ count: 0 }]);
    expect((await shape.get()).rows).toEqual([]);
  });

  it('answers 503 to a request for a new shape while a transaction stays open, and makes it afterwards', async () => {
    await electric.database.exec('CREATE TABLE blocked (id int PRIMARY KEY)');
    const shape = new ShapeReader(electric.url, { table: 'blocked' });
    await client(0).query('BEGIN');
    const answer = await shape.get();
    expect(answer.status).toBe(503);
    expect(answer.header('retry-after')).toBe('5');
    expect(answer.text).toContain('a transaction is open');
    await client(0).query('COMMIT');
    expect((await shape.get()).status).toBe(200);
  });

  it('refuses COPY FROM STDIN, which PGlite would never come back from', async () => {
    await electric.database.exec('CREATE TABLE copied (id int)');
    for (const parameters of [undefined, []]) {
      await expect(client(0).query('COPY copied FROM STDIN', parameters)).rejects.toThrow(
        'COPY FROM STDIN is not supported',
      );
    }
    const refused = 'COPY FROM STDIN is not supported';
    await expect(electric.database.exec('SELECT 1; COPY copied FROM STDIN')).rejects.toThrow(refused);
    await expect(electric.database.query('COPY copied FROM STDIN')).rejects.toThrow(refused);
    expect((await client(0).query("SELECT 'copy from stdin' AS text")).rows).toEqual([{ text: 'copy from stdin' }]);
  });

  it('spells values as Electric does, whatever the session is set to', async () => {
    const shape = await shapeOf('spelled', 'id int PRIMARY KEY, t timestamptz, i interval, b bytea');
    await client(0).query(
      `SET TimeZone = 'Asia/Seoul'; SET IntervalStyle = 'postgres'; SET DateStyle = 'German'; SET bytea_output = 'escape'`,
    );
    await client(0).query(`INSERT INTO spelled VALUES (1, '2024-02-29 01:02:03+00', '1 day', '\\x00ff')`);
    const value = { id: '1', t: '2024-02-29 01:02:03+00', i: 'P1D', b: '\\x00ff' };
    expect((await shape.get()).rows[0]?.value).toEqual(value);
    const fresh = new ShapeReader(electric.url, { table: 'spelled', where: `t < '2024-02-29 01:02:04'` });
    expect((await fresh.get()).rows[0]?.value).toEqual(value);
    await client(0).query('RESET ALL');
  });

  it('captures what the user’s own triggers write, after what fired them', async () => {
    const shape = await shapeOf('cascading');
    await electric.database.exec(`
      CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN UPDATE cascading SET n = n + 1 WHERE id = NEW.id; RETURN NULL; END $$;
      CREATE TRIGGER aaa AFTER INSERT ON cascading FOR EACH ROW EXECUTE FUNCTION again();
      INSERT INTO cascading VALUES (1, 1)`);
    expect((await shape.get()).rows.map(({ headers, value }) => [headers.operation, value?.['n']])).toEqual([
      ['insert', '1'],
      ['update', '2'],
    ]);
  });

  it('takes a snapshot of 100,000 rows and a transaction of 20,000', async () => {
    await electric.database.exec(`CREATE TABLE many (id int PRIMARY KEY, name text, n int);
      INSERT INTO many SELECT g, 'name ' || g, g FROM generate_series(1, 100000) g`);
    const shape = new ShapeReader(electric.url, { table: 'many' });
    const rows = (await shape.sync()).flatMap((answer) => answer.rows);
    expect(rows).toHaveLength(100_000);
    const polling = shape.live();
    await client(0).query('UPDATE many SET n = n + 1 WHERE id <= 20000');
    expect((await polling).rows).toHaveLength(20_000);
  });
});

async function connect(electric: EmbeddedElectric): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: electric.databaseUrl });
  await client.connect();
  return client;
}
