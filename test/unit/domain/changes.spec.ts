import { describe, expect, it } from '@jest/globals';
import { diffSnapshots } from '../../../lib/domain/common-code-changes.js';
import { drive, rowOf, TableUnderTest } from './domain-under-test.js';

describe('design 5: changes between versions', () => {
  it('are what was added, updated (before, after) and removed', () => {
    const table = new TableUnderTest();
    const before = table.reset(rowOf({ code: 'a' }), rowOf({ code: 'b' }), rowOf({ group_code: 'H' })).snapshot;
    const after = drive(
      table.table.apply(
        [
          table.change('update', rowOf({ code: 'a', code_name: 'other' })),
          table.change('delete', rowOf({ group_code: 'H' })),
          table.change('insert', rowOf({ group_code: 'I' })),
          table.change('insert', rowOf({ code: 'c' })),
        ],
        true,
      ),
    )?.snapshot as typeof before;
    const changes = diffSnapshots(before, after);
    expect(changes.version).toBe(2);
    expect(changes.added).toHaveLength(2);
    expect(new Set(changes.added)).toEqual(new Set([after.get('G', 'c'), after.get('I', 'C')]));
    expect(changes.updated).toEqual([{ before: before.get('G', 'a'), after: after.get('G', 'a') }]);
    expect(changes.removed).toEqual([before.get('H', 'C')]);
  });

  it('do not tell of what goes and comes back as it was, or comes and goes', () => {
    const table = new TableUnderTest();
    const before = table.reset(rowOf({ code: 'a' }), rowOf({ code: 'b' }), rowOf({ group_code: 'H' })).snapshot;
    table.apply([
      ...[rowOf({ code: 'a' }), rowOf({ group_code: 'H' })].map((row) => table.change('delete', row)),
      table.change('insert', rowOf({ group_code: 'I' })),
      ...[rowOf({ code: 'a' }), rowOf({ group_code: 'H' })].map((row) => table.change('insert', row)),
      table.change('update', rowOf({ code: 'b', code_name: 'other' })),
      table.change('delete', rowOf({ group_code: 'I' })),
    ]);
    const [was, is] = [before.get('G', 'b'), table.snapshot.get('G', 'b')];
    expect(diffSnapshots(before, table.snapshot)).toEqual({
      version: 2,
      added: [],
      updated: [{ before: was, after: is }],
      removed: [],
    });
  });

  it('of the first version are all added', () => {
    const table = new TableUnderTest();
    const { snapshot } = table.reset(rowOf(), rowOf({ group_code: 'H' }));
    expect(diffSnapshots(undefined, snapshot)).toEqual({
      version: 1,
      added: [snapshot.get('G', 'C'), snapshot.get('H', 'C')],
      updated: [],
      removed: [],
    });
  });
});
