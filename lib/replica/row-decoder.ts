import type { ColumnMapping } from '../domain/column-mapping.interface.js';
import type { Row } from '../domain/row.interface.js';
import type { RowChange } from '../domain/row-change.interface.js';
import { compileRowMapper, type RowMapper } from '../domain/row-mapper.js';
import type { DecodeRow } from './answer-rows.js';
import { SchemaMismatchError, type ShapeSchema, type WireRow } from './shape-schema.js';
import type { StoreChange } from './store-writer.js';

/** A change, and, where a store is to keep it, the row as Electric sent it, by its identity. */
export interface DecodedChange<A> extends RowChange<A>, Partial<StoreChange> {}

/** Turns rows, as they come, into changes: decodes by the schema, maps by the mapping, and says why if that cannot be. */
export class RowDecoder<A> {
  private compiled: { readonly schema: ShapeSchema; readonly mapper: RowMapper<A> } | undefined;

  /** @param keepWire whether a store wants the rows as they came. */
  constructor(
    private readonly mapping: ColumnMapping<A>,
    private readonly keepWire: boolean,
  ) {}

  /** @throws CommonCodeConfigurationError if the schema lacks what the mapping needs. */
  mapper(schema: ShapeSchema): RowMapper<A> {
    if (this.compiled?.schema !== schema) this.compiled = { schema, mapper: compileRowMapper(this.mapping, schema) };
    return this.compiled.mapper;
  }

  /**
   * @param fresh whether the schema came with the rows. If not, a row that it does not fit is thrown as a
   * {@link SchemaMismatchError}; if so, the row is rejected (W14, I10).
   * @throws CommonCodeConfigurationError if the schema lacks what the mapping needs.
   */
  decoder(schema: ShapeSchema, fresh: boolean): DecodeRow<DecodedChange<A>> {
    const mapper = this.mapper(schema);

    const decode = (operation: 'insert' | 'update', value: WireRow): RowChange<A> => {
      let row: Row;
      try {
        row = schema.decode(value);
      } catch (error) {
        if (!fresh || !(error instanceof SchemaMismatchError)) throw error;
        return { operation, key: mapper.key(schema.decodeKey(value)), rejection: error.message };
      }
      try {
        const code = mapper.map(row);
        return { operation, key: mapper.keyedByCode ? code : mapper.key(row), code };
      } catch (error) {
        return { operation, key: mapper.key(row), rejection: error instanceof Error ? error.message : String(error) };
      }
    };

    const change: DecodeRow<RowChange<A>> = (operation, value) =>
      operation === 'delete' ? { operation, key: mapper.key(schema.decodeKey(value)) } : decode(operation, value);
    if (!this.keepWire) return change;
    return (operation, value) => ({
      ...change(operation, value),
      storeKey: storeKey(schema, value),
      wire: operation === 'delete' ? undefined : value,
    });
  }
}

/** A row's identity as the store keeps it: readable, and spelled alike whether the row came from a snapshot or a log. */
function storeKey(schema: ShapeSchema, value: WireRow): string {
  const key = schema.decodeKey(value);
  return JSON.stringify(schema.primaryKey.map((column) => key[column]));
}
