import { sleep } from '../../../lib/replica/clock.js';
import { createHarness, type Harness } from '../../support/replica-harness.js';
import { mustRefetch, row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

function watch(): string[] {
  const seen: string[] = [];
  h.cache.snapshot$.subscribe((snapshot) => {
    seen.push(
      snapshot
        .groups()
        .flatMap((group) => snapshot.listAll(group).map(({ label }) => label))
        .join(),
    );
  });
  return seen;
}

describe('I1 a snapshot in chunks', () => {
  test.each(['0_1', '0_2', '0_inf', '0_7'])(
    'I1 an answer that leads past the next chunk, to %s, is not taken: a chunk would be left out',
    async (offset) => {
      h = createHarness();
      h.electric.snapshotChunkRows = 1;
      h.electric.rotate(['1', '2', '3'].map((code) => row('A', code)));
      h.electric.next(async (request) => {
        const answer = await h.electric.answer(request);
        answer.headers.set('electric-offset', offset);
        return answer;
      });
      const seen = watch();
      await h.start();
      await h.clock.advance(5_000);
      expect(seen).toEqual(['1,2,3']);
    },
  );
});

describe('I2 a refetch of the same handle', () => {
  test('I2 I1 shows nothing before it is back where readers were, though Electric says up-to-date on the way (33)', async () => {
    h = createHarness([row('A', '1', 'zero')]);
    await h.start();
    for (const name of ['one', 'two', 'three']) h.electric.upsert(row('A', '1', name));
    await h.clock.advance(0);
    h.electric.chunkRows = 1;
    h.electric.claimsUpToDate = true;
    const seen = watch();
    h.electric.next(() => mustRefetch());
    h.electric.wake();
    await h.clock.advance(10_000);
    expect(h.electric.requests.some(({ offset }) => offset === '-1')).toBe(true);
    h.electric.upsert(row('A', '1', 'four'));
    await h.clock.advance(10_000);
    expect(seen).toEqual(['three', 'four']);
  });

  test('I2 I1 the same, though polls wait on the way and bring something: only one that waits in vain says that this is all', async () => {
    h = createHarness([row('A', '1', 'zero')]);
    await h.start();
    for (const name of ['one', 'two', 'three']) h.electric.upsert(row('A', '1', name));
    await h.clock.advance(0);
    h.electric.chunkRows = 1;
    h.electric.claimsUpToDate = true;
    h.electric.next(() => mustRefetch());
    h.electric.interventions.push(async (request) => {
      if (request.live) await sleep(h.clock, 600, request.signal);
      return h.electric.answer(request);
    });
    const seen = watch();
    h.electric.wake();
    await h.clock.advance(10_000);
    expect(h.electric.requests.filter(({ offset }) => offset === '-1').length).toBeGreaterThan(1);
    h.electric.upsert(row('A', '1', 'four'));
    await h.clock.advance(30_000);
    expect(seen).toEqual(['three', 'four']);
  });

  test('I1 takes the place of all rows: what it does not have is gone', async () => {
    h = createHarness([row('A', '1'), row('B', '1')]);
    await h.start();
    h.electric.rotate([row('A', '1')]);
    await h.clock.advance(1_000);
    expect(h.cache.groups()).toEqual(['A']);
  });
});
