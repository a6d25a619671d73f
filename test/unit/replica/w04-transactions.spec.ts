import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row, type ScriptedChange } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const inserts = (group: string, count: number): ScriptedChange[] =>
  Array.from({ length: count }, (_, index) => ({ operation: 'insert', row: row(group, String(index)) }));

const asked = () => h.electric.requests.map(({ offset, live }) => `${offset}${live ? ' live' : ''}`);

describe('W4 commits end where transactions end', () => {
  test('W4 rows of a transaction that an answer cuts stay hidden until the rest has come (9)', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const seen: number[] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push(snapshot.list('T').length));
    h.electric.chunkRows = 2;
    h.electric.transaction(inserts('T', 7));
    await h.clock.advance(0);
    expect(seen).toEqual([0, 7]);
  });

  test('W4 whole transactions before a cut one are committed without waiting for it (32)', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.chunkRows = 3;
    h.electric.next((request) => (request.offset === '1200_0' ? new Promise(() => {}) : undefined));
    h.electric.interventions.push(() => undefined);
    const { electric } = h;
    electric.transaction(inserts('ONE', 2));
    electric.transaction(inserts('TWO', 2));
    await h.clock.advance(0);
    expect(h.cache.list('ONE')).toHaveLength(2);
    expect(h.cache.list('TWO')).toHaveLength(0);
    expect(h.cache.status.position?.offset).toBe('1100_2');
  });

  test('W4 up-to-date inside a transaction decides nothing (33): the rest is asked for without live', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const seen: number[] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push(snapshot.list('T').length));
    h.electric.chunkRows = 2;
    h.electric.claimsUpToDate = true;
    h.electric.transaction(inserts('T', 5));
    await h.clock.advance(0);
    expect(seen).toEqual([0, 5]);
    expect(asked().slice(-4)).toEqual(['0_inf live', '1100_2', '1100_6', '1100_8 live']);
  });

  test('W4 without last (35), one request without live decides that the transaction is whole, and it is seen without any further write', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.transaction(inserts('T', 3), false);
    await h.clock.advance(0);
    expect(h.cache.list('T')).toHaveLength(3);
    expect(h.cache.status.position?.offset).toBe('1100_4');
    expect(asked().slice(-3)).toEqual(['0_inf live', '1100_4', '1100_4 live']);
  });

  test('W4 a 400 to that request means inside a transaction: what waits is dropped, and read again from the last commit', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.written = 2; // of five: the rest is being written to the log
    h.electric.transaction(inserts('T', 5));
    h.electric.next((request) => {
      if (request.offset === '0_inf' && !request.live) h.electric.written = undefined;
      return undefined;
    });
    const seen: number[] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push(snapshot.list('T').length));
    await h.clock.advance(0);
    expect(asked().slice(-4)).toEqual(['0_inf live', '1100_2', '0_inf', '1100_8 live']);
    expect(seen).toEqual([0, 5]);
  });

  test('W4 a transaction that stays half-written is asked for again and again, backed off, and never seen by half', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.written = 2;
    h.electric.transaction(inserts('T', 5));
    await h.clock.advance(60_000);
    expect(h.cache.list('T')).toEqual([]);
    expect(h.electric.requests.length).toBeLessThan(120);
    h.electric.written = undefined;
    await h.clock.advance(30_000);
    expect(h.cache.list('T')).toHaveLength(5);
  });

  test('W4 that request answered with a position past rows (34) decides nothing either', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.chunkRows = 2;
    h.electric.claimsUpToDate = true;
    h.electric.next((request) => {
      if (request.offset !== '1100_2' || request.live) return undefined;
      const headers = {
        'electric-handle': h.electric.handle,
        'electric-offset': '1100_6',
        'electric-up-to-date': '',
        'electric-schema': JSON.stringify(h.electric.schema),
      };
      return new Response('[{"headers":{"control":"up-to-date"}}]', { headers });
    });
    const seen: number[] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push(snapshot.list('T').length));
    h.electric.transaction(inserts('T', 6));
    await h.clock.advance(0);
    expect(seen).toEqual([0, 6]);
    expect(asked()).toContain('1100_2 live');
  });

  test('W4 after a reset nothing is seen before the first up-to-date, and then the snapshot whole', async () => {
    h = createHarness([row('OLD', '1')]);
    await h.start();
    const seen: string[][] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push([...snapshot.groups()]));
    h.electric.snapshotChunkRows = 1;
    h.electric.rotate([row('N1', '1'), row('N2', '1'), row('N3', '1')]);
    await h.clock.advance(0);
    expect(asked().slice(-4)).toEqual(['0_0', '0_1', '0_2', '0_inf live']);
    expect(seen).toEqual([['OLD'], ['N1', 'N2', 'N3']]);
  });

  test('W4 a first up-to-date inside a transaction shows the snapshot, and not the transaction', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.transaction(inserts('T', 4));
    h.electric.chunkRows = 2;
    h.electric.claimsUpToDate = true;
    const seen: number[] = [];
    h.cache.snapshot$.subscribe((snapshot) => seen.push(snapshot.list('T').length));
    await h.start();
    expect(seen).toEqual([0, 4]);
  });

  test('W4 a 204 counts as up-to-date if it has Electric’s headers, and only then', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const noContent = (headers: Record<string, string>) =>
      new Response(null, {
        status: 204,
        headers: {
          'electric-handle': h.electric.handle,
          'electric-offset': '0_inf',
          'electric-cursor': '9',
          ...headers,
        },
      });
    await h.clock.advance(10_000);
    h.electric.next(() => noContent({ 'electric-up-to-date': '' }));
    h.electric.wake();
    await h.clock.advance(0);
    expect(h.cache.status.lastError).toBeUndefined();
    h.electric.next(() => noContent({}));
    h.electric.wake();
    await h.clock.advance(0);
    expect(h.cache.status.lastError?.message).toContain('electric-up-to-date');
  });

  test('W4 unknown control messages pass', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.next(async (request) => {
      const answer = await h.electric.answer(request);
      const messages = [{ headers: { control: 'something-new', of: 1 } }, ...((await answer.json()) as unknown[])];
      return new Response(JSON.stringify(messages), { headers: answer.headers });
    });
    await h.start();
    expect(h.cache.has('A', '1')).toBe(true);
  });
});
