import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { EmbeddedElectric } from '../../lib/testing/embedded-electric/index.js';
import { type Answer, ShapeReader } from '../support/electric-shape-reader.js';
import { EmbeddedProcess } from '../support/embedded-process.js';

/** With a dataDir, handles and logs survive (27). */
describe('a restart of the embedded Electric', () => {
  let dataDir: string;
  let electric: EmbeddedElectric | undefined;

  const start = async () => {
    electric = await EmbeddedElectric.start({ dataDir, longPollTimeoutMs: 300, chunkBytes: 2_000 });
    return electric;
  };

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'embedded-electric-'));
  });

  afterEach(async () => {
    await electric?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it.each([{}, { where: 'id % 2 = $1', 'params[1]': '0' }])(
    'goes on with the same handle, snapshot and log, and brings what was written meanwhile: %p',
    async (parameters) => {
      const first = await start();
      await first.database.exec(`CREATE TABLE codes (id int PRIMARY KEY, v text);
        INSERT INTO codes SELECT g, 'v' FROM generate_series(1, 50) g`);
      const shape = new ShapeReader(first.url, { table: 'codes', ...parameters });
      await shape.sync();
      await first.database.exec(`UPDATE codes SET v = 'w' WHERE id < 4; INSERT INTO codes VALUES (60, 'x')`);
      const { offset, handle } = (await shape.sync()).at(-1) ?? {};
      const late = new ShapeReader(first.url, { table: 'codes', ...parameters, replica: 'full' });
      await late.sync();
      shape.restart();
      const before = await shape.sync();
      await first.stop();

      const postgres = await PGlite.create({ dataDir });
      await postgres.exec(`INSERT INTO codes VALUES (62, 'meanwhile')`);
      await postgres.close();

      const second = await start();
      const again = new ShapeReader(second.url, { table: 'codes', ...parameters });
      const missed = await again.get({ offset, handle });
      expect(missed.status).toBe(200);
      expect(missed.rows.map(({ value }) => value)).toEqual([{ id: '62', v: 'meanwhile' }]);
      const lateAgain = new ShapeReader(second.url, { table: 'codes', ...parameters, replica: 'full' });
      const { rows } = await lateAgain.get({ offset: '0_inf', handle: late.handle });
      expect(rows).toEqual(missed.rows);
      const after = await again.sync();
      const told = ({ headers, text }: Answer) => [headers.get('etag'), headers.get('electric-schema'), text];
      expect(after.slice(0, -1).map(told)).toEqual(before.slice(0, -1).map(told));
      expect(after.at(-1)?.rows).toEqual([...(before.at(-1)?.rows ?? []), ...missed.rows]);
    },
    60_000,
  );

  it('rotates a shape whose table was altered meanwhile, and one that was truncated', async () => {
    const first = await start();
    await first.database.exec('CREATE TABLE altered (id int PRIMARY KEY); CREATE TABLE emptied (id int PRIMARY KEY)');
    const readers = (url: string) => ['altered', 'emptied'].map((table) => new ShapeReader(url, { table }));
    const before = readers(first.url);
    for (const shape of before) await shape.sync();
    await first.stop();

    const postgres = await PGlite.create({ dataDir });
    await postgres.exec('ALTER TABLE altered ADD COLUMN v text; TRUNCATE emptied; INSERT INTO emptied VALUES (1)');
    await postgres.close();

    const second = await start();
    for (const [index, shape] of readers(second.url).entries()) {
      const handle = before[index]?.handle;
      const answer = await shape.get({ offset: '0_inf', handle });
      expect(answer.status).toBe(409);
      expect(answer.handle).not.toBe(handle);
    }
  }, 60_000);

  it('survives kill -9', async () => {
    const first = await EmbeddedProcess.start({ dataDir, longPollTimeoutMs: 300 });
    const client = await first.connect();
    await client.query('CREATE TABLE codes (id int PRIMARY KEY)');
    const shape = new ShapeReader(first.url, { table: 'codes' });
    await shape.sync();
    await client.query('INSERT INTO codes VALUES (1)');
    await first.kill();

    const second = await start();
    const answer = await new ShapeReader(second.url, { table: 'codes' }).get({
      offset: shape.offset,
      handle: shape.handle,
    });
    expect(answer.status).toBe(200);
    expect(answer.rows.map(({ value }) => value)).toEqual([{ id: '1' }]);
  }, 60_000);
});
