import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { modelHistory } from '../support/model-arbitraries.js';
import { changedGroups } from '../support/model-comparison.js';
import { operationsOfAll } from '../support/model-log.js';
import {
  KEYED_BY_CODE,
  MODEL_TABLES,
  type ModelRow,
  type ModelState,
  type ModelTable,
  stateOf,
} from '../support/model-table.js';

type History = ReturnType<typeof sample>[number];

const sample = () => fc.sample(modelHistory, { numRuns: 300, seed: 7 });

/** How often what happens in these histories. */
function tally(table: ModelTable, histories: readonly History[]): Readonly<Record<string, number>> {
  const seen: Record<string, number> = {};
  const count = (what: string) => {
    seen[what] = (seen[what] ?? 0) + 1;
  };
  for (const { initial, commits } of histories) {
    let rows: readonly ModelRow[] = operationsOfAll(table, [], initial).rows;
    for (const commit of commits) {
      const before = stateOf(table, rows);
      count(commit.kind);
      if (commit.kind === 'refetch') rows = operationsOfAll(table, rows, commit.unseen).rows;
      const { operations, rows: after } = operationsOfAll(table, rows, commit.commands);
      for (const { operation } of operations) count(operation);
      const state = stateOf(table, after);
      const changed = changedGroups(before, state);
      count(`${commit.kind} ${changed.size === 0 ? 'without effect' : 'with an effect'}`);
      for (const name of before.groups.keys()) count(changed.has(name) ? 'group changed' : 'group untouched');
      for (const name of changed) if (!state.groups.has(name)) count('group emptied');
      for (const key of keysOf(before)) if (!keysOf(state).has(key)) count('no longer rejected');
      for (const { reasons } of state.rejected) for (const { source } of reasons) count(source.slice(1, 7));
      rows = after;
    }
  }
  return seen;
}

function keysOf({ rejected }: ModelState): Set<string> {
  return new Set(rejected.map(({ key }) => JSON.stringify(key)));
}

describe('the random histories', () => {
  it.each(MODEL_TABLES.map((table) => ({ name: table.name, table })))(
    'of a table $name are about what the properties are about',
    ({ table }) => {
      const seen = tally(table, sample());
      const wanted = [
        ...['log with an effect', 'log without effect', 'refetch with an effect', 'refetch without effect'],
        ...['contradiction', 'insert', 'update', 'delete', 'group changed', 'group untouched', 'group emptied'],
        ...['no longer rejected', 'active', 'mappin'],
        ...(table === KEYED_BY_CODE ? [] : ['duplic', 'group:', 'code: ']),
      ];
      expect(wanted.filter((what) => (seen[what] ?? 0) < 50).map((what) => [what, seen[what]])).toEqual([]);
    },
  );
});
