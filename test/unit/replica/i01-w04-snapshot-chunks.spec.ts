import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row, type ScriptedRequest } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

/** Electric's answer, which says up-to-date besides. */
async function saying(how: 'header' | 'message', request: ScriptedRequest): Promise<Response> {
  const answer = await h.electric.answer(request);
  const headers = new Headers(answer.headers);
  const messages = (await answer.json()) as unknown[];
  if (how === 'header') headers.set('electric-up-to-date', '');
  else messages.push({ headers: { control: 'up-to-date', global_last_seen_lsn: '1' } });
  return new Response(JSON.stringify(messages), { headers });
}

describe('I1 W4 a snapshot in several chunks', () => {
  test.each([
    ['message', '-1'],
    ['message', '0_1'],
    ['header', '-1'],
    ['header', '0_1'],
  ] as const)('is not whole because a %s in one of its chunks says up-to-date (asked from %s)', async (how, at) => {
    const rows = ['1', '2', '3', '4'].map((code) => row('A', code));
    h = createHarness(rows);
    h.electric.snapshotChunkRows = 1;
    h.electric.next((request) => (request.offset === at ? saying(how, request) : undefined));
    const seen: number[] = [];
    h.cache.snapshot$.subscribe(({ size }) => seen.push(size));
    await h.start();
    expect(seen).toEqual([4]);
    expect(h.electric.requests.map(({ offset, live }) => [offset, live])).toEqual([
      ...['-1', '0_0', '0_1', '0_2', '0_3'].map((offset) => [offset, false]),
      ['0_inf', true],
    ]);
  });
});
