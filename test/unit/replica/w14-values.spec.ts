import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row, SCHEMA } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

describe('W14 values', () => {
  test('W14 a live row that the known schema does not fit makes it be fetched, with one request without live, before anything is committed', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.schema = { ...SCHEMA, amount: { type: 'text' } }; // ALTER TYPE keeps the handle (24)
    h.electric.upsert(row('A', '2', 'two', { amount: 'a lot' }));
    await h.clock.advance(0);
    const { live, offset } = h.electric.requests.find(({ live, offset }) => !live && offset === '0_inf') ?? {};
    expect([live, offset]).toEqual([false, '0_inf']);
    expect(h.cache.get('A', '2')?.attributes).toEqual({ amount: 'a lot' });
    expect(h.cache.get('A', '1')?.attributes).toEqual({ amount: '0' }); // by the same type, in every pod
    expect(h.cache.rejected).toEqual([]);
  });

  test('W14 a live row with a column that the schema does not have in its place (25) waits for the schema, which is a rotation then', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const { sort_order, ...renamed } = SCHEMA;
    const { sort_order: order, ...rest } = row('A', '1');
    h.electric.transaction([{ operation: 'update', row: { ...rest, ord: order ?? null } }]);
    h.electric.schema = { ...renamed, ord: sort_order ?? {} };
    h.electric.next(async (request) => {
      if (request.live) return h.electric.answer(request);
      h.electric.rotate([{ ...rest, ord: '7' }]);
      return h.electric.answer(request);
    });
    await h.clock.advance(0);
    expect(h.cache.status.state).toBe('live');
    expect(h.cache.get('A', '1')?.attributes).toEqual({ amount: 0, ord: 7 });
  });

  test('W14 I10 a value that the schema of its own answer does not fit rejects its row, and nothing else', async () => {
    h = createHarness([row('A', '1'), row('A', '2', 'two', { amount: 'x' })]);
    await h.start();
    expect(h.cache.list('A').map(({ code }) => code)).toEqual(['1']);
    expect(h.cache.rejected).toEqual([
      { key: { group_code: 'A', code: '2' }, reason: expect.stringContaining('amount') },
    ]);
    h.electric.upsert(row('A', '2', 'two', { amount: '5' }));
    await h.clock.advance(0);
    expect(h.cache.get('A', '2')?.attributes).toEqual({ amount: 5 });
    expect(h.cache.status.rejected).toBe(0);
  });
});
