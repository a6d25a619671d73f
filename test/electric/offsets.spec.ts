import { COLUMNS } from '../support/code-columns.js';
import { connect, type Message, shapeOf } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';

describe('Electric: offsets and control messages', () => {
  const suite = new TargetSuite({
    prefix: 'offsets',
    columns: COLUMNS,
    rows: "('COLOR', 'R', 'Red', 1, 'Y'), ('SIZE', 'S', 'Small', NULL, 'N')",
  });

  it('(1) a snapshot ends at 0_0, not up-to-date, with a snapshot-end that names its transactions', async () => {
    const answer = await shapeOf(suite.table).get();
    expect(answer.status).toBe(200);
    expect(answer.offset).toBe('0_0');
    expect(answer.isUpToDate).toBe(false);
    expect(answer.controls).toEqual(['snapshot-end']);
    expect(answer.messages.at(-1)?.headers).toEqual({
      control: 'snapshot-end',
      xmin: expect.stringMatching(/^\d+$/),
      xmax: expect.stringMatching(/^\d+$/),
      xip_list: expect.any(Array),
    });
    expect(answer.header('electric-has-data')).toBe('true');
    expect(answer.header('cache-control')).toMatch(/^public, max-age=604800, /);
    expect(answer.header('electric-cursor')).toBeUndefined();
  });

  it('(1) the snapshot of an empty table is a snapshot-end alone', async () => {
    await suite.query(`TRUNCATE ${suite.table}`);
    const answer = await shapeOf(suite.table).get();
    expect(answer.messages.map(({ headers }) => headers.control)).toEqual(['snapshot-end']);
  });

  it('(2) the next request answers 0_inf and up-to-date, and 0_inf can be asked from', async () => {
    const shape = shapeOf(suite.table);
    await shape.step();
    for (const offset of ['0_0', '0_inf']) {
      const answer = await shape.get({ offset });
      expect(answer.offset).toBe('0_inf');
      expect(answer.isUpToDate).toBe(true);
      expect(answer.controls).toEqual(['up-to-date']);
      expect(answer.rows).toEqual([]);
      expect(answer.header('cache-control')).toBe('public, max-age=60, stale-while-revalidate=300');
    }
  });

  it('(3) snapshot rows carry a key, the value and no LSN', async () => {
    const { rows } = await shapeOf(suite.table).get();
    const headers = { relation: ['public', suite.table], operation: 'insert' };
    expect([...rows].sort(byKey)).toEqual([
      {
        key: `"public"."${suite.table}"/"COLOR"/"R"`,
        value: { group_code: 'COLOR', code: 'R', code_name: 'Red', sort_order: '1', use_yn: 'Y' },
        headers,
      },
      {
        key: `"public"."${suite.table}"/"SIZE"/"S"`,
        value: { group_code: 'SIZE', code: 'S', code_name: 'Small', sort_order: null, use_yn: 'N' },
        headers,
      },
    ]);
  });

  it('(3) log rows carry LSN, position and transaction; the offset is the last row’s', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query(`INSERT INTO ${suite.table} VALUES ('T', '1', 'one', 1, 'Y'), ('T', '2', 'two', 2, 'Y')`);
    const rows = await shape.liveRows(2);
    expect(rows.map(({ headers }) => headers.op_position)).toEqual([0, 2]);
    for (const { headers } of rows) {
      expect(headers.lsn).toMatch(/^\d+$/);
      expect(headers.lsn).toBe(rows[0]?.headers.lsn);
      expect(headers.txids).toEqual([expect.any(Number)]);
      expect(headers.operation).toBe('insert');
    }
    // `last` can be absent though the transaction is whole (35).
    expect([undefined, true]).toContain(rows[1]?.headers.last);
    expect(rows[0]?.headers.last).toBeUndefined();
    expect(shape.offset).toBe(`${rows[1]?.headers.lsn}_2`);
  });

  it('(3) LSNs ascend from transaction to transaction', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    for (const code of ['a', 'b', 'c']) await suite.query(`INSERT INTO ${suite.table} VALUES ('T', '${code}')`);
    const lsns = (await shape.liveRows(3)).map(({ headers }) => Number(headers.lsn));
    expect(lsns).toEqual([...new Set(lsns)].sort((a, b) => a - b));
  });

  it('(4) up-to-date carries global_last_seen_lsn, not below the rows before it, and an empty header', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query(`INSERT INTO ${suite.table} VALUES ('T', '1')`);
    const [row] = await shape.liveRows(1);
    const answer = await shape.get({ offset: '0_inf' });
    expect(answer.header('electric-up-to-date')).toBe('');
    const { global_last_seen_lsn: seen } = answer.messages.at(-1)?.headers ?? {};
    expect(seen).toMatch(/^\d+$/);
    expect(Number(seen)).toBeGreaterThanOrEqual(Number(row?.headers.lsn));
  });

  it('(5) offset=-1 gives the old snapshot again, with the same etag; what came later comes from the log alone', async () => {
    const shape = shapeOf(suite.table);
    const first = await shape.get();
    await shape.sync();
    await suite.query(`INSERT INTO ${suite.table} VALUES ('LATER', '1')`);
    await shape.liveRows(1);

    const again = await shape.get({ offset: '-1', handle: undefined });
    expect(again.text).toBe(first.text);
    expect(again.header('etag')).toBe(first.header('etag'));
    expect(again.handle).toBe(first.handle);
    for (const offset of ['0_0', '0_inf']) {
      expect((await shape.get({ offset })).rows.map(({ value }) => value?.['group_code'])).toEqual(['LATER']);
    }
  });

  it('(5) If-None-Match with the etag gives 304', async () => {
    const shape = shapeOf(suite.table);
    const first = await shape.get();
    const etag = first.header('etag') ?? '';
    const answer = await shape.get({}, { headers: { 'If-None-Match': etag } });
    expect(answer.status).toBe(304);
    expect(answer.text).toBe('');
    expect(answer.handle).toBe(first.handle);
    expect(answer.offset).toBe('0_0');
    expect((await shape.get({}, { headers: { 'If-None-Match': '"another"' } })).status).toBe(200);
  });

  it('(34) the position of any row is one to go on from', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query('BEGIN');
    for (const code of ['1', '2', '3']) await suite.query(`INSERT INTO ${suite.table} VALUES ('T', '${code}')`);
    await suite.query('COMMIT');
    await suite.query(`INSERT INTO ${suite.table} VALUES ('T', '4')`);
    const rows = await shape.liveRows(4);
    for (const [index, { headers }] of rows.entries()) {
      const answer = await shape.get({ offset: `${headers.lsn}_${headers.op_position}` });
      expect(answer.rows.map(codeOf)).toEqual(rows.slice(index + 1).map(codeOf));
      expect(answer.isUpToDate).toBe(true);
    }
  });

  it('(39) snapshot and log do not overlap: no row comes twice while a shape is made under writes', async () => {
    // Not the table's first: what is open when a table is first published can be lost (29).
    await shapeOf(suite.table).sync();
    const writer = await connect();
    let writing = true;
    let written = 0;
    const writes = (async () => {
      while (writing) await writer.query(`INSERT INTO ${suite.table} VALUES ('W', '${written++}')`);
    })();
    const shapes = [];
    for (let index = 0; index < 5; index++) {
      const shape = shapeOf(suite.table, { where: `sort_order IS NULL OR sort_order < ${1_000 + index}` });
      shapes.push({ shape, rows: (await shape.sync()).flatMap((answer) => answer.rows) });
    }
    writing = false;
    await writes;
    await writer.end();
    for (const { shape, rows } of shapes) {
      const last = `"public"."${suite.table}"/"W"/"${written - 1}"`;
      const all = [...rows];
      while (!all.some(({ key }) => key === last)) all.push(...(await shape.live()).rows);
      expect(all.map(({ key }) => key)).toHaveLength(new Set(all.map(({ key }) => key)).size);
    }
  });

  it('offset=now gives up-to-date at once, without the rows there are', async () => {
    const answer = await shapeOf(suite.table).get({ offset: 'now' });
    expect(answer.status).toBe(200);
    expect(answer.controls).toEqual(['up-to-date']);
    expect(answer.rows).toEqual([]);
    expect(answer.header('electric-has-data')).toBe('false');

    const shape = shapeOf(suite.table);
    await shape.step({ offset: 'now' });
    await suite.query(`INSERT INTO ${suite.table} VALUES ('NOW', '1')`);
    expect((await shape.liveRows(1)).map(({ value }) => value?.['group_code'])).toEqual(['NOW']);
  });
});

function byKey(a: Message, b: Message): number {
  return (a.key ?? '') < (b.key ?? '') ? -1 : 1;
}

function codeOf({ value }: Message): unknown {
  return value?.['code'];
}
