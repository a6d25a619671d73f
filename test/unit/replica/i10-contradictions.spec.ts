import { createHarness, type Harness } from '../../support/replica-harness.js';
import { row } from '../../support/scripted-electric.js';

let h: Harness;
afterEach(() => h.stop());

const refetches = () => h.electric.requests.filter(({ offset }) => offset === '-1').length - 1;

describe('I10 a message that contradicts what we hold', () => {
  test('I10 an update of an unknown row starts a refetch, once for a handle; after that it is taken as it is, and logged', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    h.electric.transaction([{ operation: 'update', row: row('A', 'lost', 'was lost by the log (29)') }]);
    await h.clock.advance(1_000);
    expect(refetches()).toBe(1);
    expect(h.cache.label('A', 'lost')).toBe('was lost by the log (29)');
    h.electric.transaction([{ operation: 'update', row: row('A', 'another') }]);
    await h.clock.advance(1_000);
    expect(refetches()).toBe(1);
    expect(h.cache.has('A', 'another')).toBe(true);
    expect(h.lines.loud.filter((line) => line.includes('not held'))).toHaveLength(2);

    h.electric.rotate();
    await h.clock.advance(1_000);
    h.electric.transaction([{ operation: 'update', row: row('A', 'third') }]);
    await h.clock.advance(1_000);
    expect(refetches()).toBe(3); // the rotation, and once for the new handle
  });

  test('I10 I1 nothing of the contradicting commit is seen before the refetch is whole', async () => {
    h = createHarness([row('A', '1')]);
    await h.start();
    const seen: number[] = [];
    h.cache.snapshot$.subscribe(({ size }) => seen.push(size));
    h.electric.transaction([
      { operation: 'insert', row: row('A', '2') },
      { operation: 'update', row: row('A', 'lost') },
    ]);
    await h.clock.advance(1_000);
    expect(seen).toEqual([1, 3]);
  });

  test('I9 a row is its primary key’s values: a boolean spelled t in the log is the one spelled true in the snapshot', async () => {
    h = createHarness();
    h.electric.schema = {
      code: { type: 'text' },
      code_name: { type: 'text' },
      group_code: { type: 'text' },
      id: { type: 'int4', pk_index: 0 },
      main: { type: 'bool', pk_index: 1 },
    };
    const flagged = (name: string, main: string) => ({ code: 'X', code_name: name, group_code: 'G', id: '1', main });
    h.electric.rotate([flagged('one', 'true')]);
    await h.start();
    h.electric.transaction([{ operation: 'update', row: flagged('two', 't') }]);
    await h.clock.advance(1_000);
    expect(h.cache.label('G', 'X')).toBe('two');
    expect(h.cache.rejected).toEqual([]);
    h.electric.transaction([{ operation: 'delete', row: flagged('two', 't') }]);
    await h.clock.advance(1_000);
    expect(h.cache.groups()).toEqual([]);
    expect(refetches()).toBe(0);
  });

  test('I9 a table without a primary key is a configuration error, and the start fails with it', async () => {
    h = createHarness();
    h.electric.schema = { code: { type: 'text' }, code_name: { type: 'text' }, group_code: { type: 'text' } };
    const ready = expect(h.cache.whenReady()).rejects.toThrow(/primary key/);
    await h.start();
    await ready;
  });
});
