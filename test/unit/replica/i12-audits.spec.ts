import type { AuditResult, StoreCommit } from 'nestjs-common-code';
import { createHarness, type Harness, seeded } from '../../support/replica-harness.js';
import { json, row, type ScriptedChange } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const insert = (...rows: ReturnType<typeof row>[]): ScriptedChange[] =>
  rows.map((each) => ({ operation: 'insert', row: each }));
const isSubset = ({ url }: { url: URL }) => url.searchParams.has('subset[where]');
const looks = () => h.electric.requests.filter(isSubset).length;

/** An audit, with the minute between its two looks. `during` happens within it. */
async function audit(during: () => void = () => {}): Promise<AuditResult> {
  const result = h.cache.audit();
  await h.clock.advance(30_000);
  during();
  await h.clock.advance(60_000);
  return result;
}

describe('I12 can be audited', () => {
  test('I12 rows that the log lost are found and corrected in one commit; without an audit they stay lost', async () => {
    h = createHarness([row('A', '1', 'one'), row('A', '2', 'two'), row('A', '3', 'three')]);
    await h.start();
    h.electric.lose([
      ...insert(row('A', '4', 'lost')),
      { operation: 'update', row: row('A', '1', 'changed') },
      { operation: 'delete', row: row('A', '2') },
    ]);
    await h.clock.advance(3_600_000);
    expect(h.cache.labels('A')).toEqual(
      new Map([
        ['1', 'one'],
        ['2', 'two'],
        ['3', 'three'],
      ]),
    );

    const versions: number[] = [];
    const changes: unknown[] = [];
    h.cache.snapshot$.subscribe(({ version }) => versions.push(version));
    h.cache.changes$.subscribe((change) =>
      changes.push([change.added.length, change.updated.length, change.removed.length]),
    );
    const result = await audit();
    expect(result).toMatchObject({ rows: 3, corrected: 3, superseded: false });
    expect(h.cache.labels('A')).toEqual(
      new Map([
        ['1', 'changed'],
        ['3', 'three'],
        ['4', 'lost'],
      ]),
    );
    expect(versions).toEqual([1, 2]);
    expect(changes).toEqual([[1, 1, 1]]);
    expect(h.cache.status).toMatchObject({ corrected: 3, lastAuditedAt: result.finishedAt, state: 'live' });
    expect(h.lines.loud.filter((line) => line.includes('An audit of common_code found 3 of 3 rows'))).toHaveLength(1);
  });

  test('I12 nothing is corrected before it was seen twice, a minute apart', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.lose(insert(row('A', 'lost')));
    const result = h.cache.audit();
    await h.clock.advance(59_000);
    expect([looks(), h.cache.has('A', 'lost')]).toEqual([1, false]);
    await h.clock.advance(1_000);
    await result;
    expect([looks(), h.cache.has('A', 'lost')]).toEqual([2, true]);
  });

  test('I12 what differs in one look only, or otherwise in the second, is no divergence', async () => {
    h = createHarness([row('A', '1', 'one'), row('A', '2', 'two')]);
    await h.start();
    h.electric.lose([{ operation: 'update', row: row('A', '1', 'first look') }]);
    const result = await audit(() => h.electric.lose([{ operation: 'update', row: row('A', '1', 'second look') }]));
    expect(result.corrected).toBe(0);
    expect(h.cache.label('A', '1')).toBe('one');
    expect((await audit()).corrected).toBe(1); // it is one, though: the next audit sees it twice
  });

  test('I12 a row of which the log tells meanwhile is in motion, and no divergence', async () => {
    h = createHarness([row('A', '1', 'one')]);
    await h.start();
    h.electric.lose([{ operation: 'update', row: row('A', '1', 'x') }]);
    const result = await audit(() => h.electric.upsert(row('A', '1', 'x')));
    expect(result.corrected).toBe(0);
    expect(h.cache.label('A', '1')).toBe('x');
  });

  test('I12 a log that is minutes behind Postgres (31): what it tells later of transactions that the audit had seen is ignored, and newer ones are not', async () => {
    h = createHarness([row('A', '1', 'one')]);
    await h.start();
    h.electric.fallBehind();
    h.electric.upsert(row('A', '1', 'two'));
    h.electric.upsert(row('A', '1', 'three'));
    expect((await audit()).corrected).toBe(1);
    expect(h.cache.label('A', '1')).toBe('three');
    const seen: (string | undefined)[] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push(snapshot.label('A', '1')));
    h.electric.catchUp();
    await h.clock.advance(1_000);
    expect(seen).toEqual(['three']);
    h.electric.upsert(row('A', '1', 'four'), row('A', '2', 'new'));
    await h.clock.advance(1_000);
    expect(seen).toEqual(['three', 'four']);
    expect(h.cache.status.position?.offset).toBe(h.electric.requests.at(-1)?.offset);
  });

  test('I12 a rotation meanwhile supersedes the audit: nothing is concluded', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.lose(insert(row('A', 'lost')));
    const result = await audit(() => h.electric.rotate([row('B', '1')]));
    expect(result).toMatchObject({ corrected: 0, superseded: true });
    expect(h.cache.groups()).toEqual(['B']);
    expect(h.cache.status.lastAuditedAt).toBeUndefined();
  });

  test('I12 I10 rejected rows are held against Postgres too', async () => {
    h = createHarness([row('A', '1', 'one', { use_yn: '?' }), row('A', '2')]);
    await h.start();
    expect((await audit()).corrected).toBe(0);
    h.electric.lose([
      { operation: 'update', row: row('A', '1', 'mended') },
      { operation: 'update', row: row('A', '2', 'x', { use_yn: '?' }) },
    ]);
    expect((await audit()).corrected).toBe(2);
    expect(h.cache.listAll('A').map(({ label }) => label)).toEqual(['mended']);
    expect(h.cache.rejected.map(({ key }) => key['code'])).toEqual(['2']);
  });

  test('I12 I7 corrections are stored', async () => {
    const saves: StoreCommit[] = [];
    const store = {
      load: async () => undefined,
      save: async (commit: StoreCommit) => void saves.push(commit),
      close: async () => {},
    };
    h = createHarness([row('A', '1'), row('A', '2')], { store });
    await h.start();
    h.electric.lose([...insert(row('A', 'lost')), { operation: 'delete', row: row('A', '2') }]);
    await audit();
    expect(saves.at(-1)).toMatchObject({
      reset: false,
      position: h.cache.status.position,
      deletes: new Set(['["A","2"]']),
    });
    expect([...(saves.at(-1)?.upserts.keys() ?? [])]).toEqual(['["A","lost"]']);
  });

  test('I12 an answer without electric-snapshot: true did not happen', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.interventions.push(async (request) => {
      const answer = await h.electric.answer(request);
      answer.headers.delete('electric-snapshot');
      return answer;
    });
    await expect(h.cache.audit()).rejects.toThrow(/subset snapshots/);
    expect(h.cache.has('A', '1')).toBe(true);
  });

  test.each([
    ['503', () => json({ message: 'later' }, 503)],
    [
      'a body that breaks off',
      () =>
        new Response('{"metadata":{"xmin":"1","xmax":"1","xip_list":[]}, "data": [{"value":', {
          headers: subsetHeaders(),
        }),
    ],
    ['a body without metadata', () => new Response('{"data": []}', { headers: subsetHeaders() })],
  ])('I12 I3 %s fails the audit, and nothing else', async (_, answer) => {
    h = createHarness([row('A', '1'), row('A', '2')]);
    await h.start();
    h.electric.interventions.push((request) => (isSubset(request) ? answer() : undefined));
    await expect(h.cache.audit()).rejects.toThrow();
    expect(h.cache.list('A')).toHaveLength(2);
    expect(h.cache.status).toMatchObject({ state: 'live', corrected: 0 });
    h.electric.interventions.length = 0;
    expect((await audit()).corrected).toBe(0);
  });

  test('I11 closing ends an audit', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.lose(insert(row('A', 'lost')));
    const result = expect(h.cache.audit()).rejects.toThrow();
    await h.clock.advance(1_000);
    await h.stop();
    await result;
    expect(h.clock.pending).toBe(0);
  });

  test('who asks while an audit runs gets its result', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.lose(insert(row('A', 'lost')));
    const [one, two] = [h.cache.audit(), h.cache.audit()];
    await h.clock.advance(60_000);
    expect(await one).toEqual(await two);
    expect(looks()).toBe(2);
  });
});

describe('I12 no false alarm', () => {
  test('I12 a thousand audits of a table under load correct nothing', async () => {
    const random = seeded(7);
    h = createHarness(
      Array.from({ length: 20 }, (_, index) => row('A', String(index))),
      { random },
    );
    await h.start();
    let corrected = 0;
    let audits = 0;
    const pick = (below: number) => String(Math.floor(random() * below));
    const write = () => {
      if (random() < 0.1) h.electric.rotate();
      else if (random() < 0.3) h.electric.remove(row('A', pick(20)));
      else h.electric.upsert(row('A', pick(20), `name ${pick(1_000)}`), row('B', pick(5), pick(9)));
    };
    while (audits < 1_000) {
      const result = h.cache.audit();
      for (let writes = 0; writes < 4; writes += 1) {
        // Postgres has it, and the log tells of it later: a look in between sees the difference
        if (random() < 0.5) {
          h.electric.fallBehind();
          h.clock.after(random() * 20_000, () => h.electric.catchUp());
        }
        write();
        await h.clock.advance(random() * 30_000);
      }
      await h.clock.advance(90_000);
      corrected += (await result).corrected;
      audits += 1;
    }
    expect(corrected).toBe(0);
    expect(h.cache.status.corrected).toBe(0);
    await h.clock.advance(60_000);
    const table = h.electric
      .rows()
      .map((each) => `${each['code']} ${each['code_name']}`)
      .sort();
    const copy = h.cache
      .groups()
      .flatMap((group) => h.cache.listAll(group).map(({ code, label }) => `${code} ${label}`))
      .sort();
    expect(copy).toEqual(table);
  }, 120_000);
});

function subsetHeaders(): Record<string, string> {
  return {
    'content-type': 'application/json',
    'electric-snapshot': 'true',
    'electric-handle': h.electric.handle,
    'electric-offset': '0_inf',
    'electric-schema': JSON.stringify(h.electric.schema),
  };
}
