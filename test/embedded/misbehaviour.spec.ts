import { jest } from '@jest/globals';
import type { Misbehaviours } from '../../lib/testing/embedded-electric/index.js';
import { idsOf, MisbehavingElectric } from './misbehaving-electric.js';

// PGlite takes seconds to start, more on a busy machine.
jest.setTimeout(120_000);

/** What a real Electric was seen to get wrong now and then, the embedded one does when it is told to. */
describe('misbehave()', () => {
  const electric = new MisbehavingElectric();

  it('does nothing unless it is told to', () => {
    expect(Object.entries(electric.misbehaved).filter(([, times]) => times > 0)).toEqual([]);
  });

  it('all together: who goes on from the last row that came, live, gets all but what was lost', async () => {
    await electric.synced();
    const plan: Misbehaviours = {
      seed: 11,
      loseRows: { where: 'id = 3' },
      loseChanges: { where: 'id = 20' },
      splitTransactions: { probability: 0.3 },
      pointPastRows: { probability: 0.2 },
      omitLast: { probability: 0.5 },
      rejectPolls: { probability: 0.7 },
    };
    electric.misbehave(plan);
    const shape = electric.shapeOf({ where: 'id > 0' });
    const ids = new Set((await shape.sync()).flatMap(idsOf));
    for (let id = 10; id < 40; id += 3) await electric.insert(id, id + 2);
    while (!ids.has(39)) {
      await shape.get();
      for (const id of idsOf(await shape.live())) ids.add(id);
    }
    const expected = [1, 2, 4, 5, 6, ...Array.from({ length: 30 }, (_, index) => index + 10).filter((id) => id !== 20)];
    expect([...ids]).toEqual(expected);
    // Only polls that wait are rejected.
    for (let poll = 0; poll < 4; poll += 1) expect((await shape.live()).rows).toEqual([]);
    for (const name of ['splitTransactions', 'pointPastRows', 'omitLast', 'rejectPolls'] as const) {
      expect(electric.misbehaved[name]).toBeGreaterThan(0);
    }
  });

  it.each([
    [{ loseRow: {} }, 'There is no misbehaviour loseRow: loseRows, '],
    [{ omitLast: { probability: 2 } }, 'The probability of omitLast must be between 0 and 1: 2'],
  ])('refuses %j', (plan, problem) => {
    expect(() => electric.misbehave(plan as Misbehaviours)).toThrow(problem);
  });
});
