import { createHarness, type Harness } from '../../support/replica-harness.js';
import { isSubset, json, row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

describe('I12 an audit while the copy is behind', () => {
  test('I12 I1 corrects nothing: a part of a transaction could be seen, of which the log tells later', async () => {
    h = createHarness([row('A', '1', 'old'), row('A', '2', 'old')]);
    await h.start();
    const seen: string[] = [];
    h.cache.snapshot$.subscribe((snapshot) => {
      seen.push(
        snapshot
          .list('A')
          .map(({ label }) => label)
          .join(),
      );
    });
    h.electric.interventions.push((request) => (isSubset(request) ? undefined : json({ message: 'later' }, 503)));
    h.electric.wake();
    await h.clock.advance(0); // the poll that was open has ended
    h.electric.upsert(row('A', '1', 'new'), row('A', '2', 'new')); // one transaction
    await h.clock.advance(1_000);
    const audit = h.cache.audit();
    const failed = expect(audit).rejects.toThrow('the copy is not known to be up to date');
    await h.clock.advance(30_000);
    h.electric.upsert(row('A', '2', 'newer')); // in motion: an audit would leave it alone
    await h.clock.advance(120_000);
    await failed;
    expect(seen).toEqual(['old,old']);
    expect(h.cache.status.corrected).toBe(0);

    h.electric.interventions.length = 0;
    await h.clock.advance(60_000);
    expect(seen.slice(0, 3)).toEqual(['old,old', 'new,newer']);
    expect(h.cache.status).toMatchObject({ state: 'live', corrected: 0 });
  });

  test('I12 I1 corrects nothing if what Electric confirmed was asked before the first look', async () => {
    h = createHarness([row('A', '1', 'old'), row('A', '2', 'old')]);
    await h.start();
    let deliver = () => {};
    h.electric.interventions.push((request) => {
      if (isSubset(request)) return undefined;
      return h.electric.answer(request).then(
        (answer) =>
          new Promise((resolve) => {
            deliver = () => resolve(answer);
          }),
      );
    });
    h.electric.wake();
    await h.clock.advance(25_000); // a poll has ended with nothing new, and its answer is under way
    h.electric.upsert(row('A', '1', 'new'), row('A', '2', 'new'));
    const failed = expect(h.cache.audit()).rejects.toThrow('the copy is not known to be up to date');
    await h.clock.advance(1_000);
    h.electric.interventions[0] = (request) => (isSubset(request) ? undefined : json({ message: 'later' }, 503));
    deliver();
    await h.clock.advance(30_000);
    h.electric.upsert(row('A', '2', 'newer'));
    await h.clock.advance(120_000);
    await failed;
    expect(h.cache.list('A').map(({ label }) => label)).toEqual(['old', 'old']);
  });

  test('I12 corrects again as soon as Electric confirms between the two looks', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.interventions.push((request) => (isSubset(request) ? undefined : json({ message: 'later' }, 503)));
    h.electric.wake();
    await h.clock.advance(0);
    h.electric.lose([{ operation: 'insert', row: row('A', 'lost') }]);
    await h.clock.advance(1_000);
    const audit = h.cache.audit();
    await h.clock.advance(20_000);
    h.electric.interventions.length = 0;
    await h.clock.advance(60_000);
    expect((await audit).corrected).toBe(1);
    expect(h.cache.has('A', 'lost')).toBe(true);
  });
});
