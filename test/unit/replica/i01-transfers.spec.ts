import { createHarness, type Harness, seeded } from '../../support/replica-harness.js';
import { row, type ScriptedRequest, type ScriptedRow } from '../../support/scripted-electric.js';

const ACCOUNTS = 6;
const TOTAL = ACCOUNTS * 1_000;
const account = (index: number, amount: number): ScriptedRow =>
  row('ACCOUNT', String(index), null, { amount: String(amount) });

/**
 * A writer moves amounts between codes, each move one transaction; the answers are cut wherever it hurts. Whatever a
 * reader sees, the sum is the same.
 */
async function run(seed: number, moves: number): Promise<{ sums: Set<number>; versions: number; h: Harness }> {
  const random = seeded(seed);
  const amounts = Array.from({ length: ACCOUNTS }, () => 1_000);
  const h = createHarness(
    amounts.map((amount, index) => account(index, amount)),
    { random },
  );
  const { electric, clock, cache } = h;
  const sums = new Set<number>();
  let versions = 0;
  cache.snapshot$.subscribe((snapshot) => {
    versions += 1;
    sums.add(snapshot.list('ACCOUNT').reduce((sum, { attributes }) => sum + Number(attributes['amount']), 0));
  });

  const pick = (below: number) => Math.floor(random() * below);
  electric.interventions.push((request) => misbehave(request, h, random));
  await h.start();
  for (let done = 0; done < moves; ) {
    const burst = 1 + pick(5);
    for (let each = 0; each < burst; each += 1, done += 1) {
      const changed = new Map<number, number>();
      for (let leg = 0; leg <= pick(4); leg += 1) {
        const [from, to, amount] = [pick(ACCOUNTS), pick(ACCOUNTS), pick(50)];
        amounts[from] = (amounts[from] ?? 0) - amount;
        amounts[to] = (amounts[to] ?? 0) + amount;
        changed.set(from, amounts[from] ?? 0).set(to, amounts[to] ?? 0);
      }
      const rows = [...changed.keys()].map((index) => account(index, amounts[index] ?? 0));
      electric.transaction(
        rows.map((each) => ({ operation: 'update', row: each })),
        random() < 0.7,
      ); // 35
    }
    if (random() < 0.02) electric.rotate();
    electric.chunkRows = 1 + pick(6); // 9
    electric.claimsUpToDate = random() < 0.5; // 8, 33
    await clock.advance(random() < 0.2 ? 1_500 : 0);
  }
  electric.chunkRows = Number.POSITIVE_INFINITY;
  electric.claimsUpToDate = false;
  electric.interventions.length = 0;
  await clock.advance(120_000);
  return { sums, versions, h };
}

/** What the real one was seen to do now and then (34), and what networks do. */
function misbehave(request: ScriptedRequest, { electric }: Harness, random: () => number) {
  if (random() < 0.03) return Promise.reject(new TypeError('fetch failed'));
  if (request.live || request.offset === '-1' || random() > 0.1) return undefined;
  const headers = {
    'electric-handle': electric.handle,
    'electric-offset': '99999999_4',
    'electric-up-to-date': '',
    'electric-schema': JSON.stringify(electric.schema),
  };
  return request.handle === electric.handle
    ? new Response('[{"headers":{"control":"up-to-date"}}]', { headers })
    : undefined;
}

describe('I1 whole versions only', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'I1 thousands of transfers, cut anywhere: the sum never changes (seed %i)',
    async (seed) => {
      const { sums, versions, h } = await run(seed, 500);
      expect([...sums]).toEqual([TOTAL]);
      expect(versions).toBeGreaterThan(100);
      const table = new Map(h.electric.rows().map((each) => [each['code'], Number(each['amount'])]));
      const copy = new Map(h.cache.listAll('ACCOUNT').map(({ code, attributes }) => [code, attributes['amount']]));
      expect(copy).toEqual(table);
      expect(h.cache.status.state).toBe('live');
      await h.stop();
    },
  );
});
