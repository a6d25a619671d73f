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

describe('W3 I1 what is out of its place', () => {
  const ofSnapshot = { value: row('BAD', '1'), headers: { operation: 'insert' } };
  const ofLog = { value: row('BAD', '2'), headers: { operation: 'insert', last: true, lsn: '1100', op_position: 0 } };

  test.each([
    ['rows of the snapshot behind it', '0_inf', [ofSnapshot], '0_inf'],
    ['rows of the snapshot behind it, as if there was another chunk', '0_inf', [ofSnapshot], '0_1'],
    ['rows of the snapshot before rows of the log', '0_inf', [ofSnapshot, ofLog], '1100_0'],
    ['rows of the snapshot after rows of the log', '0_inf', [ofLog, ofSnapshot], '1100_0'],
    ['a chunk of the snapshot that goes on as log', '0_0', [ofSnapshot, ofLog], '1100_0'],
    ['a chunk of the snapshot after rows of the log', '0_0', [ofLog, ofSnapshot], '1100_0'],
  ])('W3 %s leaves no trace', async (_, at, messages, offset) => {
    h = createHarness(['1', '2', '3'].map((code) => row('A', code)));
    h.electric.snapshotChunkRows = 1;
    h.electric.next((request) => {
      if (request.offset !== at) return undefined;
      return json([...messages, { headers: { control: 'up-to-date' } }], 200, {
        'electric-handle': h.electric.handle,
        'electric-offset': offset,
        'electric-schema': JSON.stringify(h.electric.schema),
        'electric-cursor': '9',
        'electric-up-to-date': '',
      });
    });
    const seen: string[] = [];
    h.cache.snapshot$.subscribe((snapshot) => {
      seen.push(`${snapshot.groups()} ${snapshot.list('A').length}`);
    });
    await h.start();
    await h.clock.advance(20_000);
    h.electric.upsert(row('A', '4'));
    await h.clock.advance(20_000);
    expect(seen).toEqual(['A 3', 'A 4']);
    expect(h.lines.all.filter(({ text }) => text.includes('mix answers up'))).toHaveLength(1);
  });

  test('W3 rows of the log behind a later position: those between would be lost, and the etag says so', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.next(async (request) => {
      for (const code of ['2', '3', '4']) h.electric.upsert(row('A', code));
      const answer = await h.electric.answer({ ...request, offset: '1200_0' });
      answer.headers.set('etag', `"${h.electric.handle}:1200_0:1300_0"`);
      return answer;
    });
    const seen: number[] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push(snapshot.list('A').length));
    h.electric.wake();
    await h.clock.advance(20_000);
    expect(seen).toEqual([1, 4]);
  });
});
