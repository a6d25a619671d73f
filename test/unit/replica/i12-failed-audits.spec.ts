import { createHarness, type Harness } from '../../support/replica-harness.js';
import { isSubset, json, row } from '../../support/scripted-electric.js';
import { audit, inserts } from './audited.js';

let h: Harness;
afterEach(() => h.stop());

describe('I12 can be audited', () => {
  test('I12 a rotation meanwhile supersedes the audit: nothing is concluded', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.lose(inserts(row('A', 'lost')));
    const result = await audit(h, () => h.electric.rotate([row('B', '1')]));
    expect(result).toMatchObject({ corrected: 0, superseded: true });
    expect(h.cache.groups()).toEqual(['B']);
    expect(h.cache.status.lastAuditedAt).toBeUndefined();
  });

  test('I12 an answer without electric-snapshot: true did not happen', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.interventions.push(async (request) => {
      const answer = await h.electric.answer(request);
      answer.headers.delete('electric-snapshot');
      return answer;
    });
    await expect(h.cache.audit()).rejects.toThrow(/subset snapshots/);
    expect(h.cache.has('A', '1')).toBe(true);
  });

  test.each([
    ['503', () => json({ message: 'later' }, 503)],
    [
      'a body that breaks off',
      () =>
        new Response('{"metadata":{"xmin":"1","xmax":"1","xip_list":[]}, "data": [{"value":', {
          headers: subsetHeaders(),
        }),
    ],
    ['a body without metadata', () => new Response('{"data": []}', { headers: subsetHeaders() })],
  ])('I12 I3 %s fails the audit, and nothing else', async (_, answer) => {
    h = createHarness([row('A', '1'), row('A', '2')]);
    await h.start();
    h.electric.interventions.push((request) => (isSubset(request) ? answer() : undefined));
    await expect(h.cache.audit()).rejects.toThrow();
    expect(h.cache.list('A')).toHaveLength(2);
    expect(h.cache.status).toMatchObject({ state: 'live', corrected: 0 });
    h.electric.interventions.length = 0;
    expect((await audit(h)).corrected).toBe(0);
  });

  test('I11 closing ends an audit', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.lose(inserts(row('A', 'lost')));
    const result = expect(h.cache.audit()).rejects.toThrow();
    await h.clock.advance(1_000);
    await h.stop();
    await result;
    expect(h.clock.pending).toBe(0);
  });
});

function subsetHeaders(): Record<string, string> {
  return {
    'content-type': 'application/json',
    'electric-snapshot': 'true',
    'electric-handle': h.electric.handle,
    'electric-offset': '0_inf',
    'electric-schema': JSON.stringify(h.electric.schema),
  };
}
