import type { StoreCommit } from 'nestjs-common-code';
import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';
import { audit, inserts } from './audited.js';

let h: Harness;
afterEach(() => h.stop());

describe('I12 can be audited', () => {
  test('I12 a log that is minutes behind Postgres (31): what it tells later of transactions that the audit had seen is ignored, and newer ones are not', async () => {
    h = createHarness([row('A', '1', 'one')]);
    await h.start();
    h.electric.fallBehind();
    h.electric.upsert(row('A', '1', 'two'));
    h.electric.upsert(row('A', '1', 'three'));
    expect((await audit(h)).corrected).toBe(1);
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

  test('I12 I10 rejected rows are held against Postgres too', async () => {
    h = createHarness([row('A', '1', 'one', { use_yn: '?' }), row('A', '2')]);
    await h.start();
    expect((await audit(h)).corrected).toBe(0);
    h.electric.lose([
      { operation: 'update', row: row('A', '1', 'mended') },
      { operation: 'update', row: row('A', '2', 'x', { use_yn: '?' }) },
    ]);
    expect((await audit(h)).corrected).toBe(2);
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
    h.electric.lose([...inserts(row('A', 'lost')), { operation: 'delete', row: row('A', '2') }]);
    await audit(h);
    expect(saves.at(-1)).toMatchObject({
      reset: false,
      position: h.cache.status.position,
      deletes: new Set(['["A","2"]']),
    });
    expect([...(saves.at(-1)?.upserts.keys() ?? [])]).toEqual(['["A","lost"]']);
  });
});
