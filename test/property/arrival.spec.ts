import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CodeTable } from '../../lib/domain/code-table.js';
import type { RowChange } from '../../lib/domain/row-change.interface.js';
import type { RowMapper } from '../../lib/domain/row-mapper.js';
import { RowDecoder } from '../../lib/replica/row-decoder.js';
import { ShapeSchema } from '../../lib/replica/shape-schema.js';
import { modelCommand, reordered } from '../support/model-arbitraries.js';
import { changedGroups, disagreements, disagreementsOfRejected } from '../support/model-comparison.js';
import { operationsOfAll } from '../support/model-log.js';
import {
  inLog,
  inSnapshot,
  MODEL_MAPPING,
  MODEL_TABLES,
  type ModelAttributes,
  type ModelRow,
  type ModelTable,
  schemaHeader,
  stateOf,
} from '../support/model-table.js';
import { decoderOf, drive } from '../unit/domain/domain-under-test.js';

type Attributes = ModelAttributes;

class Side {
  readonly table = new CodeTable<Attributes>();
  readonly mapper: RowMapper<Attributes>;
  private readonly decoder = new RowDecoder(MODEL_MAPPING, false);
  private readonly schema: ShapeSchema;

  constructor(private readonly model: ModelTable) {
    this.schema = ShapeSchema.parse(schemaHeader(model)) as ShapeSchema;
    this.mapper = this.decoder.mapper(this.schema);
  }

  changes(operation: 'insert' | 'update' | 'delete', rows: readonly ModelRow[]): RowChange<Attributes>[] {
    const decode = decoderOf(this.decoder, this.schema, true);
    const spell = operation === 'insert' ? inSnapshot : inLog;
    return rows.map((row) => decode(operation, spell(this.model, row)));
  }

  reset(rows: readonly ModelRow[]) {
    return drive(this.table.reset(this.changes('insert', rows), this.mapper));
  }

  apply(changes: readonly RowChange<Attributes>[]) {
    return drive(this.table.apply(changes, true));
  }
}

describe.each(MODEL_TABLES.map((table) => ({ name: table.name, table })))('I10: rows of a table $name', ({ table }) => {
  const rows = fc
    .array(modelCommand, { maxLength: 25, size: 'max' })
    .map((commands) => operationsOfAll(table, [], commands).rows);

  it('lead to the same codes and the same rejected rows in whatever order they arrive, together or one by one', () => {
    fc.assert(
      fc.property(rows, fc.nat({ max: 1_000 }), (given, order) => {
        const state = stateOf(table, given);
        const together = new Side(table);
        together.reset(reordered(given, order));
        const oneByOne = new Side(table);
        oneByOne.reset([]);
        for (const row of reordered(given, order + 1)) oneByOne.apply(oneByOne.changes('insert', [row]));
        for (const { table: side } of [together, oneByOne]) {
          expect(side.snapshot && disagreements(side.snapshot, state)).toEqual([]);
          expect(disagreementsOfRejected(side.rejected, state)).toEqual([]);
        }
        const reasons = ({ table: side }: Side) =>
          new Map(side.rejected.map(({ key, reason }) => [JSON.stringify(key), reason]));
        expect(reasons(together)).toEqual(reasons(oneByOne));
      }),
      { numRuns: 200 },
    );
  });

  it('leave nothing behind when they are deleted in whatever order', () => {
    fc.assert(
      fc.property(rows, fc.nat({ max: 1_000 }), (given, order) => {
        const side = new Side(table);
        side.reset(given);
        for (const row of reordered(given, order))
          expect(side.apply(side.changes('delete', [row]))?.contradictions).toBe(0);
        expect([side.table.snapshot?.groups(), side.table.snapshot?.size, side.table.rejected.length]).toEqual([
          [],
          0,
          0,
        ]);
        side.apply(side.changes('insert', given));
        expect(side.table.snapshot && disagreements(side.table.snapshot, stateOf(table, given))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('tell which groups a commit changed, and of every row that it rejected, whatever the commit', () => {
    const commands = fc.array(modelCommand, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, commands, (given, next) => {
        const side = new Side(table);
        side.reset(given);
        const { operations, rows: after } = operationsOfAll(table, given, next);
        const [before, state] = [stateOf(table, given), stateOf(table, after)];
        const applied = side.apply(operations.flatMap(({ operation, row }) => side.changes(operation, [row])));
        expect([...(applied?.changed ?? [])].sort()).toEqual([...changedGroups(before, state)].sort());
        const told = new Set(applied?.rejected.map(({ key }) => JSON.stringify(key)));
        const wasRejected = new Set(before.rejected.map(({ key }) => JSON.stringify(key)));
        const newly = state.rejected.map(({ key }) => JSON.stringify(key)).filter((key) => !wasRejected.has(key));
        expect(newly.filter((key) => !told.has(key))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
