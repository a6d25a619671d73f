import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { jest } from '@jest/globals';
import { EmbeddedElectric } from '../../lib/testing/embedded-electric/index.js';
import { type Answer, ShapeReader } from '../support/electric-shape-reader.js';
import { EmbeddedProcess } from '../support/embedded-process.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

/** With a dataDir, handles and logs survive (27). One directory, and one instance after another, for all tests. */
describe('a restart of the embedded Electric', () => {
  let dataDir: string;
  let electric: EmbeddedElectric;

  const start = async () => {
    electric = await EmbeddedElectric.start({ dataDir, longPollTimeoutMs: 300, chunkBytes: 2_000 });
    return electric;
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'embedded-electric-'));
    await start();
  });

  afterAll(async () => {
    await electric.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Stopped, written to by a plain PGlite, and started again. */
  const restartAfter = async (sql: string) => {
    await electric.stop();
    const postgres = await PGlite.create({ dataDir });
    await postgres.exec(sql);
    await postgres.close();
    return start();
  };

  it('goes on with the same handles, snapshots and logs, and brings what was written meanwhile', async () => {
    const shapesOf = ({ url }: EmbeddedElectric) =>
      [{}, { where: 'id % 2 = $1', 'params[1]': '0' }].map(
        (parameters) => new ShapeReader(url, { table: 'codes', ...parameters }),
      );
    const first = electric;
    await first.database.exec(`CREATE TABLE codes (id int PRIMARY KEY, v text);
      INSERT INTO codes SELECT g, 'v' FROM generate_series(1, 50) g`);
    const shapes = shapesOf(first);
    for (const shape of shapes) await shape.sync();
    await first.database.exec(`UPDATE codes SET v = 'w' WHERE id < 4; INSERT INTO codes VALUES (60, 'x')`);
    for (const shape of shapes) await shape.sync();
    // Made later, it must not get what its snapshot has.
    const late = new ShapeReader(first.url, { table: 'codes', replica: 'full' });
    await late.sync();
    const before = await Promise.all(shapesOf(first).map((shape) => shape.sync()));

    const second = await restartAfter(`INSERT INTO codes VALUES (62, 'meanwhile')`);
    for (const [index, again] of shapesOf(second).entries()) {
      const missed = await again.get({ offset: shapes[index]?.offset, handle: shapes[index]?.handle });
      expect(missed.status).toBe(200);
      expect(missed.rows.map(({ value }) => value)).toEqual([{ id: '62', v: 'meanwhile' }]);
      const [was, is] = [before[index] ?? [], await again.sync()];
      const told = ({ headers, text }: Answer) => [headers.get('etag'), headers.get('electric-schema'), text];
      expect(is.slice(0, -1).map(told)).toEqual(was.slice(0, -1).map(told));
      expect(is.at(-1)?.rows).toEqual([...(was.at(-1)?.rows ?? []), ...missed.rows]);
    }
    const lateAgain = new ShapeReader(second.url, { table: 'codes', replica: 'full' });
    const { rows } = await lateAgain.get({ offset: '0_inf', handle: late.handle });
    expect(rows.map(({ value }) => value)).toEqual([{ id: '62', v: 'meanwhile' }]);
  });

  it('rotates a shape whose table was altered meanwhile, and one that was truncated', async () => {
    const shapesOf = ({ url }: EmbeddedElectric) =>
      ['altered', 'emptied'].map((table) => new ShapeReader(url, { table }));
    const first = electric;
    await first.database.exec('CREATE TABLE altered (id int PRIMARY KEY); CREATE TABLE emptied (id int PRIMARY KEY)');
    const before = shapesOf(first);
    for (const shape of before) await shape.sync();

    const second = await restartAfter(
      'ALTER TABLE altered ADD COLUMN v text; TRUNCATE emptied; INSERT INTO emptied VALUES (1)',
    );
    for (const [index, shape] of shapesOf(second).entries()) {
      const handle = before[index]?.handle;
      const answer = await shape.get({ offset: '0_inf', handle });
      expect(answer.status).toBe(409);
      expect(answer.handle).not.toBe(handle);
    }
  });

  it('survives kill -9', async () => {
    await electric.stop();
    const first = await EmbeddedProcess.start({ dataDir, longPollTimeoutMs: 300 });
    const client = await first.connect();
    await client.query('CREATE TABLE killed (id int PRIMARY KEY)');
    const shape = new ShapeReader(first.url, { table: 'killed' });
    await shape.sync();
    await client.query('INSERT INTO killed VALUES (1)');
    await first.kill();
    await expect(first.misbehave()).rejects.toThrow('The embedded Electric has ended: exit code null');

    const second = await start();
    const answer = await new ShapeReader(second.url, { table: 'killed' }).get({
      offset: shape.offset,
      handle: shape.handle,
    });
    expect(answer.status).toBe(200);
    expect(answer.rows.map(({ value }) => value)).toEqual([{ id: '1' }]);
  });
});
