import { setTimeout as delay } from 'node:timers/promises';
import { COLUMNS } from '../support/code-columns.js';
import { type Message, shapeOf } from '../support/electric-target.js';
import { TargetSuite } from '../support/target-suite.js';

describe('Electric: operations', () => {
  const suite = new TargetSuite({
    prefix: 'operated',
    columns: COLUMNS,
    rows: "('COLOR', 'R', 'Red', 1, 'Y'), ('COLOR', 'G', 'Green', 2, 'N')",
  });

  const key = (code: string) => `"public"."${suite.table}"/"COLOR"/"${code}"`;

  it('(18) a default update tells the primary key and what changed, a default delete the primary key', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query(`UPDATE ${suite.table} SET code_name = NULL, sort_order = 9 WHERE code = 'R'`);
    await suite.query(`DELETE FROM ${suite.table} WHERE code = 'R'`);
    expect((await shape.liveRows(2)).map(told)).toEqual([
      ['update', key('R'), { group_code: 'COLOR', code: 'R', code_name: null, sort_order: '9' }, undefined],
      ['delete', key('R'), { group_code: 'COLOR', code: 'R' }, undefined],
    ]);
  });

  it('(18) an update that changes nothing tells nothing', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query(`UPDATE ${suite.table} SET code_name = code_name`);
    await suite.query(`UPDATE ${suite.table} SET sort_order = 3 WHERE code = 'G'`);
    expect((await shape.liveRows(1)).map(told)).toEqual([
      ['update', key('G'), { group_code: 'COLOR', code: 'G', sort_order: '3' }, undefined],
    ]);
  });

  it('(18) a large value that did not change is left out', async () => {
    await suite.query(`ALTER TABLE ${suite.table} ALTER code_name SET STORAGE EXTERNAL`);
    await suite.query(`UPDATE ${suite.table} SET code_name = repeat('x', 9000) WHERE code = 'R'`);
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query(`UPDATE ${suite.table} SET sort_order = 2 WHERE code = 'R'`);
    expect((await shape.liveRows(1))[0]?.value).toEqual({ group_code: 'COLOR', code: 'R', sort_order: '2' });
  });

  it('(19) replica=full tells whole rows, and the old values of what changed', async () => {
    const shape = shapeOf(suite.table, { replica: 'full' });
    await shape.sync();
    await suite.query(`UPDATE ${suite.table} SET code_name = NULL, sort_order = 9 WHERE code = 'R'`);
    await suite.query(`UPDATE ${suite.table} SET code_name = 'x' WHERE code = 'R'`);
    await suite.query(`DELETE FROM ${suite.table} WHERE code = 'G'`);
    const red = { group_code: 'COLOR', code: 'R', code_name: null, sort_order: '9', use_yn: 'Y' };
    expect((await shape.liveRows(3)).map(told)).toEqual([
      ['update', key('R'), red, { code_name: 'Red', sort_order: '1' }],
      ['update', key('R'), { ...red, code_name: 'x' }, { code_name: null }],
      [
        'delete',
        key('G'),
        { group_code: 'COLOR', code: 'G', code_name: 'Green', sort_order: '2', use_yn: 'N' },
        undefined,
      ],
    ]);
  });

  it.each(['default', 'full'] as const)(
    '(20) a key change is a delete and an insert, at positions 0 and 1 (replica=%s)',
    async (replica) => {
      const shape = shapeOf(suite.table, { replica });
      await shape.sync();
      await suite.query(`UPDATE ${suite.table} SET code = 'RR' WHERE code = 'R'`);
      const [gone, come] = await shape.liveRows(2);
      const rest = { code_name: 'Red', sort_order: '1', use_yn: 'Y' };
      expect(gone).toMatchObject({
        key: key('R'),
        value: { group_code: 'COLOR', code: 'R', ...(replica === 'full' && rest) },
        headers: { operation: 'delete', op_position: 0, key_change_to: key('RR') },
      });
      expect(come).toMatchObject({
        key: key('RR'),
        value: { group_code: 'COLOR', code: 'RR', ...rest },
        headers: { operation: 'insert', op_position: 1, key_change_from: key('R') },
      });
      expect(Object.keys(gone?.value ?? {})).toHaveLength(replica === 'full' ? 5 : 2);
    },
  );

  it('(23) a row that enters a where is an insert, one that leaves it a delete; others are not told, but counted', async () => {
    const shape = shapeOf(suite.table, { where: "use_yn = 'Y'" });
    const rows = (await shape.sync()).flatMap((answer) => answer.rows);
    expect(rows.map(({ value }) => value?.['code'])).toEqual(['R']);

    await suite.query(`UPDATE ${suite.table} SET use_yn = 'N' WHERE code = 'R'`);
    await suite.query(`UPDATE ${suite.table} SET use_yn = 'Y' WHERE code = 'G'`);
    await suite.query('BEGIN');
    await suite.query(`UPDATE ${suite.table} SET sort_order = 50 WHERE code = 'R'`);
    await suite.query(`UPDATE ${suite.table} SET sort_order = 51 WHERE code = 'G'`);
    await suite.query('COMMIT');
    const changes = await shape.liveRows(3);
    expect(changes.map(told)).toEqual([
      ['delete', key('R'), { group_code: 'COLOR', code: 'R' }, undefined],
      [
        'insert',
        key('G'),
        { group_code: 'COLOR', code: 'G', code_name: 'Green', sort_order: '2', use_yn: 'Y' },
        undefined,
      ],
      ['update', key('G'), { group_code: 'COLOR', code: 'G', sort_order: '51' }, undefined],
    ]);
    expect(changes[2]?.headers.op_position).toBe(2);
  });

  it('(23) a row that leaves a where is told whole with replica=full', async () => {
    const shape = shapeOf(suite.table, { where: "use_yn = 'Y'", replica: 'full' });
    await shape.sync();
    await suite.query(`UPDATE ${suite.table} SET use_yn = 'N' WHERE code = 'R'`);
    expect((await shape.liveRows(1)).map(told)).toEqual([
      [
        'delete',
        key('R'),
        { group_code: 'COLOR', code: 'R', code_name: 'Red', sort_order: '1', use_yn: 'Y' },
        undefined,
      ],
    ]);
  });

  it.each([
    ['group_code = $1 and sort_order >= $2', { 'params[1]': 'COLOR', 'params[2]': '2' }, ['G']],
    ["code in ('R', 'X')", {}, ['R']],
    ["code_name like 'G%'", {}, ['G']],
    ['code_name is not null and sort_order between 1 and 1', {}, ['R']],
    ["lower(code_name) = 'red'", {}, ['R']],
    ["code = 'R' or use_yn = 'N'", {}, ['G', 'R']],
    ['code_name = $1', { 'params[1]': 'it\'s \\ "quoted"' }, []],
  ])('(23) where %s', async (where, params, codes) => {
    const shape = shapeOf(suite.table, { where, ...params });
    const rows = (await shape.sync()).flatMap((answer) => answer.rows);
    expect(rows.map(({ value }) => value?.['code']).sort()).toEqual(codes);
  });

  it('(23) a shape of some columns tells no others; a change to a column that is not selected wakes nobody', async () => {
    const shape = shapeOf(suite.table, { columns: 'group_code,code,code_name' });
    const [snapshot] = await shape.sync();
    expect(snapshot?.rows.map(({ value }) => Object.keys(value ?? {}).sort())).toEqual([
      ['code', 'code_name', 'group_code'],
      ['code', 'code_name', 'group_code'],
    ]);
    expect(Object.keys(snapshot?.schema ?? {})).toEqual(['code', 'code_name', 'group_code']);
    const waiting = shape.live();
    await delay(300);
    await suite.query(`UPDATE ${suite.table} SET sort_order = 99 WHERE code = 'R'`);
    await suite.query(`UPDATE ${suite.table} SET code_name = 'Crimson', use_yn = 'N' WHERE code = 'R'`);
    expect((await waiting).rows.map(told)).toEqual([
      ['update', key('R'), { group_code: 'COLOR', code: 'R', code_name: 'Crimson' }, undefined],
    ]);
  });

  it('an insert that becomes an update, and one that does nothing', async () => {
    const shape = shapeOf(suite.table);
    await shape.sync();
    await suite.query(`INSERT INTO ${suite.table} VALUES ('COLOR', 'R', 'x') ON CONFLICT DO NOTHING`);
    await suite.query(
      `INSERT INTO ${suite.table} VALUES ('COLOR', 'R', 'y') ON CONFLICT (group_code, code) DO UPDATE SET code_name = EXCLUDED.code_name`,
    );
    expect((await shape.liveRows(1)).map(told)).toEqual([
      ['update', key('R'), { group_code: 'COLOR', code: 'R', code_name: 'y' }, undefined],
    ]);
  });
});

/** What a row message says, without where it stands. */
function told({ headers, key, value, old_value }: Message): unknown[] {
  return [headers.operation, key, value, old_value];
}
