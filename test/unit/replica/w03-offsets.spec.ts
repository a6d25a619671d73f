import { createHarness, type Harness } from '../../support/replica-harness.js';
import { json, row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

describe('W3 what is no offset', () => {
  test.each([
    ['an lsn of 0', '0', 0],
    ['an lsn with leading zeros', '00000000000001100', 0],
    ['an lsn of more digits than it can have', '111111111111111111111', 0],
    ['an lsn that is a number', 1100, 0],
    ['a negative op_position', '1100', -1],
    ['an op_position that is text', '1100', '0'],
    ['an op_position that is no whole number', '1100', 1.5],
    ['an op_position beyond what can be compared', '1100', 2 ** 53],
    ['no op_position', '1100', undefined],
    ['no lsn', undefined, 0],
  ])('W3 a row with %s leaves no trace', async (_, lsn, op) => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const { snapshot } = h.cache;
    h.electric.next((request) => {
      const headers = { operation: 'insert', last: true, lsn, op_position: op };
      const body = [{ value: row('BAD', '1'), headers }, { headers: { control: 'up-to-date' } }];
      return json(body, 200, {
        'electric-handle': h.electric.handle,
        'electric-offset': request.offset,
        'electric-cursor': '9',
        'electric-up-to-date': '',
      });
    });
    h.electric.wake();
    await h.clock.advance(20_000);
    expect(h.cache.snapshot).toBe(snapshot);
    expect(h.lines.all.some(({ text }) => text.includes('the answer is not to be used'))).toBe(true);
    h.electric.upsert(row('A', '2'));
    await h.clock.advance(20_000);
    expect(h.cache.groups()).toEqual(['A']);
    expect(h.cache.list('A')).toHaveLength(2);
  });
});
