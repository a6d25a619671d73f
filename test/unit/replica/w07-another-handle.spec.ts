import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const searches = () => h.electric.requests.map(({ url }) => url.search);

describe('W7 another handle', () => {
  test('W7 a 200 that carries another handle than the one asked for is a rotation, and its rows are not used', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.next(async (request) => {
      h.electric.upsert(row('WRONG', '1'));
      const answer = await h.electric.answer(request);
      answer.headers.set('electric-handle', 'of-another');
      h.electric.rotate([row('B', '1')]);
      return answer;
    });
    h.electric.wake();
    await h.clock.advance(20_000);
    expect(searches()).toContain('?expired_handle=shape-1&offset=-1&replica=full&table=common_code');
    expect(h.cache.groups()).toEqual(['B']);
  });
});
