import fc from 'fast-check';
import { createHarness, type Harness, seeded } from '../support/replica-harness.js';
import { mustRefetch, row, type ScriptedChange, type ScriptedRow } from '../support/scripted-electric.js';

const GROUPS = ['A', 'B', '한글'];
const CODES = ['1', '2', '3', '01'];

const someRow = fc
  .record({
    group: fc.constantFrom(...GROUPS),
    code: fc.constantFrom(...CODES),
    name: fc.constantFrom('one', 'two', null),
    amount: fc.constantFrom('1', '2', '-3', null),
    order: fc.constantFrom('1', '2', null),
    active: fc.constantFrom('Y', 'N', null),
  })
  .map(({ group, code, name, amount, order, active }) =>
    row(group, code, name, { amount, sort_order: order, use_yn: active }),
  );

/** One step of a run: something happens to the table, to the log, or to the network. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('write'),
      rows: fc.array(someRow, { minLength: 1, maxLength: 6 }),
      last: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('remove'), rows: fc.array(someRow, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rename'), from: someRow, to: someRow }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rotate') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unavailable'), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('false rotation') }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('chunks'), rows: fc.integer({ min: 1, max: 5 }), claims: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(0, 100, 3_000, 25_000) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const keyOf = ({ group_code, code }: ScriptedRow) => `${group_code}/${code}`;

/** What a reader should see of a table: said independently of the library. */
function expected(rows: readonly ScriptedRow[]): string {
  return JSON.stringify(
    rows
      .map(({ group_code, code, code_name, amount, sort_order, use_yn }) => [
        group_code,
        code,
        code_name ?? code,
        amount === null ? null : Number(amount),
        sort_order === null ? null : Number(sort_order),
        use_yn === 'Y',
      ])
      .sort(),
  );
}

function shown(snapshot: Harness['cache']['snapshot']): string {
  const codes = snapshot.groups().flatMap((group) => [...snapshot.listAll(group)]);
  return JSON.stringify(
    codes.map((c) => [c.group, c.code, c.label, c.attributes['amount'], c.sortOrder, c.active]).sort(),
  );
}

function changes(rows: readonly ScriptedRow[], present: Map<string, ScriptedRow>, remove: boolean): ScriptedChange[] {
  return rows.flatMap((each): ScriptedChange[] => {
    const known = present.has(keyOf(each));
    if (remove) return present.delete(keyOf(each)) ? [{ operation: 'delete', row: each }] : [];
    present.set(keyOf(each), each);
    return [{ operation: known ? 'update' : 'insert', row: each }];
  });
}

async function perform(now: Step, { electric, clock }: Harness): Promise<void> {
  const present = new Map(electric.rows().map((each) => [keyOf(each), each]));
  switch (now.kind) {
    case 'write':
      return electric.transaction(changes(now.rows, present, false), now.last);
    case 'remove': {
      const removed = changes(now.rows, present, true);
      return removed.length > 0 ? electric.transaction(removed) : undefined;
    }
    case 'rename': {
      const removed = changes([now.from], present, true);
      return electric.transaction([...removed, ...changes([now.to], present, false)]);
    }
    case 'rotate':
      return electric.rotate();
    case 'truncate':
      return electric.rotate([]);
    case 'unavailable':
      return electric.next(() => new Response('{}', { status: 503 }), now.times);
    case 'false rotation':
      return electric.next(() => mustRefetch());
    case 'chunks':
      electric.chunkRows = now.rows;
      electric.claimsUpToDate = now.claims;
      return;
    case 'wait':
      return clock.advance(now.ms);
  }
}

describe('following a shape log', () => {
  test('I1 I2 I3 whatever happens to the table, the log and the network: each version was in the table, forward only, and the last is the table', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someRow, { maxLength: 5 }),
        fc.array(step, { maxLength: 25 }),
        fc.nat(),
        async (rows, steps, seed) => {
          const unique = [...new Map(rows.map((each) => [keyOf(each), each])).values()];
          const h = createHarness(unique, { random: seeded(seed) });
          const history = [expected(h.electric.rows())];
          let reached = 0;
          let versions = 0;
          const problems: string[] = [];
          h.cache.snapshot$.subscribe((snapshot) => {
            versions += 1;
            if (snapshot.version !== versions)
              problems.push(`I2: version ${snapshot.version} came as number ${versions}`);
            if (h.cache.snapshot !== snapshot) problems.push('I2: the emission came before the swap');
            const at = history.indexOf(shown(snapshot), reached);
            if (at < reached) problems.push(`I1: ${shown(snapshot)} was never in the table after ${history[reached]}`);
            reached = Math.max(reached, at);
          });
          await h.start();
          for (const now of steps) {
            await perform(now, h);
            if (history.at(-1) !== expected(h.electric.rows())) history.push(expected(h.electric.rows()));
          }
          h.electric.chunkRows = Number.POSITIVE_INFINITY;
          h.electric.interventions.length = 0;
          await h.clock.advance(60_000);
          expect(problems).toEqual([]);
          expect(shown(h.cache.snapshot)).toBe(expected(h.electric.rows())); // I3: without help
          expect(h.cache.status.state).toBe('live');
          expect(h.cache.rejected).toEqual([]);
          await h.stop();
          expect(h.clock.pending).toBe(0);
        },
      ),
      { numRuns: 1_000 },
    );
  }, 120_000);
});
