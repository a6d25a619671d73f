import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';
import { audit } from './audited.js';

let h: Harness;
beforeEach(async () => {
  h = createHarness([row('A', '1', 'one')]);
  await h.start();
});
afterEach(() => h.stop());

/** What readers see of the row, version by version. */
function watch(): (string | undefined)[] {
  const seen: (string | undefined)[] = [];
  h.cache.snapshot$.subscribe((snapshot) => seen.push(snapshot.label('A', '1')));
  return seen;
}

describe('I12 a log that is behind Postgres (31)', () => {
  test('I12 a row of which it tells between the looks is in motion, though both looks see the same of it', async () => {
    h.electric.fallBehind();
    h.electric.upsert(row('A', '1', 'two'));
    h.electric.upsert(row('A', '1', 'three'));
    const seen = watch();
    const result = await audit(h, () => {
      h.electric.written = 1;
      h.electric.wake();
    });
    expect(result.corrected).toBe(0);
    expect(seen).toEqual(['one', 'two']);
    h.electric.catchUp();
    await h.clock.advance(1_000);
    expect(seen).toEqual(['one', 'two', 'three']);
  });

  test('I12 I2 what was corrected does not go back while it catches up, transaction by transaction', async () => {
    h.electric.fallBehind();
    for (const name of ['two', 'three', 'four']) h.electric.upsert(row('A', '1', name));
    const seen = watch();
    expect((await audit(h)).corrected).toBe(1);
    h.electric.chunkRows = 1;
    h.electric.catchUp();
    await h.clock.advance(1_000);
    expect(seen).toEqual(['one', 'four']);
    h.electric.upsert(row('A', '1', 'five'));
    await h.clock.advance(1_000);
    expect(seen).toEqual(['one', 'four', 'five']);
  });
});

test('I12 each look has a URL of its own, so that no cache answers it from memory', async () => {
  h.electric.lose([{ operation: 'insert', row: row('A', 'lost') }]);
  await audit(h);
  await audit(h);
  const urls = h.electric.requests.map(({ url }) => url.href).filter((url) => url.includes('subset'));
  expect(urls).toHaveLength(3); // two looks that differ, and one that does not
  expect(new Set(urls).size).toBe(3);
});
