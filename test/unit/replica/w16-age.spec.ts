import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row, type ScriptedRequest } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

describe('W16 age', () => {
  const answerDated = (ageMs: number) => async (request: ScriptedRequest) => {
    const answer = await h.electric.answer(request);
    answer.headers.set('date', new Date(h.clock.wall() - ageMs).toUTCString());
    return answer;
  };

  test('W16 an answer without live is as old as its Date says: a cache does not renew it', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.interventions.push((request) => (request.live ? undefined : answerDated(30_000)(request)));
    await h.start();
    expect(h.cache.status.stalenessMs).toBe(30_000);
    expect(h.cache.status.lastSyncedAt).toEqual(new Date(h.clock.wall() - 30_000));
    await h.clock.advance(20_000);
    expect(h.cache.status.stalenessMs).toBe(0); // the live answer's arrival
  });

  test('W16 never later than now', async () => {
    h = createHarness([row('A', '1')]);
    h.electric.interventions.push((request) => (request.live ? undefined : answerDated(-3_600_000)(request)));
    await h.start();
    expect(h.cache.status.stalenessMs).toBe(0);
  });

  test('W16 I4 a clock that jumps does not change the staleness', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.clock.epoch += 86_400_000;
    await h.clock.advance(5_000);
    expect(h.cache.status.stalenessMs).toBe(5_000);
    expect(h.cache.status.state).toBe('live');
  });
});
