import type { ColumnMapping } from '../domain/column-mapping.interface.js';
import type { Row } from '../domain/row.interface.js';
import type { RowChange } from '../domain/row-change.interface.js';
import { compileRowMapper, type RowMapper } from '../domain/row-mapper.js';
import type { DecodeRow } from './answer-rows.js';
import { AuditGuard } from './audit-guard.js';
import type { Operation } from './log-messages.js';
import { SchemaMismatchError, type ShapeSchema, type WireRow } from './shape-schema.js';
import type { StoreChange } from './store-writer.js';

/** A change, and, where it is asked for, the row as Electric sent it, by its identity. */
export interface DecodedChange<A> extends RowChange<A>, Partial<StoreChange> {}

/** Turns rows, as they come, into changes: decodes by the schema, maps by the mapping, and says why if that cannot be. */
export class RowDecoder<A> {
  private compiled: { readonly schema: ShapeSchema; readonly mapper: RowMapper<A> } | undefined;

  constructor(
    private readonly mapping: ColumnMapping<A>,
    /** Whether a store wants the rows as they came. */
    private readonly forStore: boolean,
    private readonly guard: AuditGuard = new AuditGuard(),
  ) {}

  /** @throws CommonCodeConfigurationError if the schema lacks what the mapping needs. */
  mapper(schema: ShapeSchema): RowMapper<A> {
    if (this.compiled?.schema !== schema) this.compiled = { schema, mapper: compileRowMapper(this.mapping, schema) };
    return this.compiled.mapper;
  }

  /**
   * @param fresh whether the schema came with the rows. If not, a row that it does not fit is thrown as a
   * {@link SchemaMismatchError}; if so, the row is rejected (W14, I10), unless it is no row at all (W3).
   * @throws CommonCodeConfigurationError if the schema lacks what the mapping needs.
   */
  decoder(schema: ShapeSchema, fresh: boolean, wired = this.forStore): DecodeRow<DecodedChange<A>> {
    const mapper = this.mapper(schema);
    const { guard } = this;
    if (!wired && guard.isIdle) return (operation, value) => this.decode(mapper, schema, fresh, operation, value);
    return (operation, value, txids) => {
      const change = this.decode(mapper, schema, fresh, operation, value);
      const storeKey = mapper.identify(change.key);
      if (txids.length > 0) guard.sees(storeKey);
      if (guard.ignores(storeKey, txids)) return undefined;
      if (!wired) return change;
      const { key, code, rejection } = change;
      const sent = operation === 'delete' ? undefined : schema.ownColumns(value);
      // By name, since spreading a hundred thousand changes takes as long as decoding them.
      return { operation, key, code, rejection, storeKey, wire: sent };
    };
  }

  private decode(
    mapper: RowMapper<A>,
    schema: ShapeSchema,
    fresh: boolean,
    operation: Operation,
    value: WireRow,
  ): RowChange<A> {
    if (operation === 'delete') return { operation, key: mapper.key(schema.decodeKey(value)) };
    let row: Row;
    try {
      row = schema.decode(value);
    } catch (error) {
      if (!fresh || !(error instanceof SchemaMismatchError) || error.isNoRow) throw error;
      return { operation, key: mapper.key(schema.decodeKey(value)), rejection: error.message };
    }
    try {
      const code = mapper.map(row);
      return { operation, key: mapper.keyedByCode ? code : mapper.key(row), code };
    } catch (error) {
      return { operation, key: mapper.key(row), rejection: error instanceof Error ? error.message : String(error) };
    }
  }
}
