import type { ColumnMapping, CommonCode, Row } from 'nestjs-common-code';
import { type Applied, CodeTable } from '../../../lib/domain/code-table.js';
import type { CommonCodeSnapshot } from '../../../lib/domain/common-code-snapshot.js';
import type { RowChange } from '../../../lib/domain/row-change.interface.js';
import { compileRowMapper, type RowMapper } from '../../../lib/domain/row-mapper.js';
import type { DecodedChange, RowDecoder } from '../../../lib/replica/row-decoder.js';
import type { ShapeSchema, WireRow } from '../../../lib/replica/shape-schema.js';

/** The columns that the default mapping knows. */
export const DEFAULT_COLUMNS = ['group_code', 'code', 'code_name', 'sort_order', 'use_yn'];

/** Maps one row of a table that has the row's columns, `id` being the key. */
export function mapRow<A = Record<string, unknown>>(row: Row, mapping: ColumnMapping<A> = {}): CommonCode<A> {
  return compileRowMapper(mapping, { columns: Object.keys(row), primaryKey: ['id'] }).map(row);
}

/** A row of the default columns, as much of it as matters. */
export function rowOf(values: Row = {}): Row {
  return { group_code: 'G', code: 'C', code_name: 'name', sort_order: 1, use_yn: 'Y', ...values };
}

/** Decodes rows that no audit has corrected: each becomes a change. */
export function decoderOf<A>(
  decoder: RowDecoder<A>,
  schema: ShapeSchema,
  fresh: boolean,
): (operation: RowChange<A>['operation'], value: WireRow) => DecodedChange<A> {
  const decode = decoder.decoder(schema, fresh);
  return (operation, value) => {
    const change = decode(operation, value, []);
    if (change === undefined) throw new Error('the row was ignored');
    return change;
  };
}

/** Runs a generator to its end. */
export function drive<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** A code that only a test would make. */
export function codeOf(values: Partial<CommonCode> = {}): CommonCode {
  const code = values.code ?? 'C';
  return { group: 'G', code, label: code, sortOrder: null, active: true, parent: null, attributes: {}, ...values };
}

/** A table fed with rows, without anything around it. */
export class TableUnderTest<A = Record<string, unknown>> {
  readonly cycles: { readonly group: string; readonly cutAt: readonly string[] }[] = [];
  readonly table = new CodeTable<A>((group, cutAt) => void this.cycles.push({ group, cutAt }));
  readonly mapper: RowMapper<A>;

  constructor(
    primaryKey: readonly string[] = ['group_code', 'code'],
    mapping: ColumnMapping<A> = {},
    columns: readonly string[] = [...new Set([...primaryKey, ...DEFAULT_COLUMNS])],
  ) {
    this.mapper = compileRowMapper(mapping, { columns, primaryKey });
  }

  get snapshot(): CommonCodeSnapshot<A> {
    if (this.table.snapshot === undefined) throw new Error('no version yet');
    return this.table.snapshot;
  }

  /** The codes of a group, active or not, in order. */
  codes(group = 'G'): string[] {
    return this.snapshot.listAll(group).map(({ code }) => code);
  }

  /** Key values to reasons. */
  get rejected(): Record<string, string> {
    return Object.fromEntries(this.table.rejected.map(({ key, reason }) => [Object.values(key).join('|'), reason]));
  }

  reset(...rows: readonly Row[]): Applied<A> {
    return drive(this.table.reset(this.inserts(rows), this.mapper));
  }

  apply(changes: readonly RowChange<A>[], strict = true): Applied<A> | undefined {
    return drive(this.table.apply(changes, strict));
  }

  insert(...rows: readonly Row[]): Applied<A> | undefined {
    return this.apply(this.inserts(rows));
  }

  update(...rows: readonly Row[]): Applied<A> | undefined {
    return this.apply(rows.map((row) => this.change('update', row)));
  }

  delete(...rows: readonly Row[]): Applied<A> | undefined {
    return this.apply(rows.map((row) => this.change('delete', row)));
  }

  inserts(rows: readonly Row[]): RowChange<A>[] {
    return rows.map((row) => this.change('insert', row));
  }

  change(operation: RowChange<A>['operation'], row: Row): RowChange<A> {
    const key = this.mapper.key(row);
    if (operation === 'delete') return { operation, key };
    try {
      return { operation, key, code: this.mapper.map(row) };
    } catch (error) {
      return { operation, key, rejection: (error as Error).message };
    }
  }
}
