import { jest } from '@jest/globals';
import { EmbeddedElectric } from '../../lib/testing/embedded-electric/index.js';
import { ShapeReader } from '../support/electric-shape-reader.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

const CHUNK_BYTES = 1_000;

/** What a real Electric does only with settings that a shared one does not have. */
describe('options of the embedded Electric', () => {
  let electric: EmbeddedElectric;

  beforeAll(async () => {
    electric = await EmbeddedElectric.start({ longPollTimeoutMs: 300, chunkBytes: CHUNK_BYTES });
  });

  afterAll(() => electric.stop());

  it('chunkBytes: a snapshot comes in several answers, 0_0, 0_1, …, the last with snapshot-end (1)', async () => {
    await electric.database.exec(`CREATE TABLE wide (id int PRIMARY KEY, v text);
      INSERT INTO wide SELECT g, repeat('x', 80) FROM generate_series(1, 50) g`);
    const answers = await new ShapeReader(electric.url, { table: 'wide' }).sync();

    const chunks = answers.slice(0, -1);
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.map(({ offset }) => offset)).toEqual(chunks.map((_, index) => `0_${index}`));
    expect(chunks.map(({ controls }) => controls)).toEqual([...chunks.slice(1).map(() => []), ['snapshot-end']]);
    expect(chunks.some(({ isUpToDate }) => isUpToDate)).toBe(false);
    expect(answers.at(-1)?.offset).toBe('0_inf');
    expect(answers.flatMap(({ rows }) => rows.map(({ value }) => value?.['id']))).toEqual(
      Array.from({ length: 50 }, (_, index) => String(index + 1)),
    );
  });

  it('chunkBytes: an answer can end inside a transaction, live too, and is then not up-to-date (9)', async () => {
    await electric.database.exec('CREATE TABLE cut (id int PRIMARY KEY, v text)');
    const shape = new ShapeReader(electric.url, { table: 'cut' });
    await shape.sync();
    const polling = shape.live();
    await electric.database.exec(`INSERT INTO cut SELECT g, repeat('x', 80) FROM generate_series(1, 50) g`);

    const first = await polling;
    expect(first.isUpToDate).toBe(false);
    expect(first.rows.at(-1)?.headers.last).toBeUndefined();
    const answers = [first, ...(await shape.sync())];
    const rows = answers.flatMap((answer) => answer.rows);
    expect(rows).toHaveLength(50);
    expect(rows.filter(({ headers }) => headers.last)).toEqual([rows.at(-1)]);
    expect(answers.map(({ isUpToDate }) => isUpToDate)).toEqual([...answers.slice(1).map(() => false), true]);

    // Chunks are cut as they are written: whoever asks from inside one gets what is left of it.
    const [, second] = answers;
    const inside = { offset: `${first.rows[1]?.headers.lsn}_${first.rows[1]?.headers.op_position}` };
    expect((await shape.get(inside)).offset).toBe(first.offset);
    expect((await shape.get({ offset: first.offset })).text).toBe(second?.text);
  });

  it('port, databasePort: a port that is taken is refused, and nothing is left behind', async () => {
    await expect(EmbeddedElectric.start({ port: Number(new URL(electric.url).port) })).rejects.toThrow('EADDRINUSE');
    await expect(EmbeddedElectric.start({ databasePort: Number(new URL(electric.databaseUrl).port) })).rejects.toThrow(
      'EADDRINUSE',
    );
  });

  it('allowDelete: false by default', async () => {
    await electric.database.exec('CREATE TABLE kept (id int PRIMARY KEY)');
    expect((await new ShapeReader(electric.url, { table: 'kept' }).request({}, { method: 'DELETE' })).status).toBe(405);
  });

  // Not recorded, but so it stands in Electric's source.
  it('a subset snapshot asked from behind the end of the log comes at once, and says where the end is', async () => {
    await electric.database.exec('CREATE TABLE short (id int PRIMARY KEY)');
    const shape = new ShapeReader(electric.url, { table: 'short' });
    await shape.sync();
    const answer = await shape.get({ offset: '99999999999_0', live: 'true', 'subset[where]': 'true' });
    expect([answer.status, answer.offset, answer.schema]).toEqual([200, '0_inf', undefined]);
  });

  // Not recorded: as Electric's source has it, the header is JSON as it stands, in UTF-8.
  it('names of columns that are not ASCII arrive in electric-schema as UTF-8', async () => {
    await electric.database.exec('CREATE TABLE named ("식별자" int PRIMARY KEY)');
    const answer = await new ShapeReader(electric.url, { table: 'named' }).get();
    expect(answer.schema).toEqual({ 식별자: { type: 'int4', not_null: true, pk_index: 0 } });
  });
});
