import { setOwn } from '../domain/own-property.js';
import type { ColumnValue, Row } from '../domain/row.interface.js';
import type { TableColumns } from '../domain/table-columns.interface.js';
import { type ColumnDecoder, type ColumnSchema, decoderFor, isPlainText } from './column-decoder.js';

/** A row as Electric sends it: every value is text or null (electric/README.md 17). */
export type WireRow = Readonly<Record<string, string | null>>;

/** Thrown when a row does not fit the schema: one that is no longer true, or a value that is broken. */
export class SchemaMismatchError extends Error {
  override readonly name = 'SchemaMismatchError';

  /** @param isNoRow Electric sends no such row: a column is missing, a value is no text, the key is null. */
  constructor(
    message: string,
    readonly isNoRow = false,
  ) {
    super(message);
  }
}

/** The columns of a shape and how their values are decoded, from the header `electric-schema`. */
export class ShapeSchema implements TableColumns {
  readonly columns: readonly string[];
  readonly primaryKey: readonly string[];
  /** Of each column, in the same order; absent where the text is the value. */
  private readonly decoders: readonly (ColumnDecoder | undefined)[];
  private readonly signature: string;

  /** @param text the header's value: what the store keeps, and what tells whether the schema has changed. */
  private constructor(
    readonly text: string,
    schema: Readonly<Record<string, ColumnSchema>>,
  ) {
    this.columns = Object.keys(schema);
    this.primaryKey = Object.entries(schema)
      .filter(([, { pk_index }]) => pk_index !== undefined)
      .sort(([, a], [, b]) => (a.pk_index ?? 0) - (b.pk_index ?? 0))
      .map(([column]) => column);
    this.decoders = Object.values(schema).map((column) => (isPlainText(column) ? undefined : decoderFor(column)));
    this.signature = JSON.stringify(
      Object.entries(schema).map(([name, { type, dims, pk_index }]) => [name, type, dims, pk_index]),
    );
  }

  /** Whether rows decoded by the one mean the same decoded by the other: NOT NULL, a length or a scale do not matter. */
  decodesAs(other: ShapeSchema): boolean {
    return this.signature === other.signature;
  }

  /** @returns `undefined` if the text is not a schema. */
  static parse(text: string): ShapeSchema | undefined {
    try {
      const schema: unknown = JSON.parse(text);
      return isSchema(schema) ? new ShapeSchema(text, schema) : undefined;
    } catch {
      return undefined;
    }
  }

  /** @throws SchemaMismatchError naming the column that does not fit. */
  decode(wire: WireRow): Row {
    const { columns, decoders } = this;
    let row = wire as Record<string, ColumnValue>; // text is its own value
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index] as string;
      const text = wire[column];
      if (typeof text !== 'string') {
        if (text !== null || this.primaryKey.includes(column)) throw mismatch(column, ownValue(wire, column));
        continue;
      }
      const decode = decoders[index];
      if (decode === undefined) continue;
      const value = decode(text);
      if (value === undefined) throw this.misfit(wire, column);
      if (value === text) continue;
      if (row === wire) row = { ...wire };
      setOwn(row, column, value);
    }
    return row;
  }

  /** The row without what is none of its columns: nobody knows what that is, nor how deep. */
  ownColumns(wire: WireRow): WireRow {
    const { columns } = this;
    if (Object.keys(wire).length === columns.length) return wire;
    return Object.fromEntries(columns.map((column) => [column, wire[column] ?? null]));
  }

  /** What is wrong with a row in which one column is not of its type: a bad row, or, by another column, none at all. */
  private misfit(wire: WireRow, column: string): SchemaMismatchError {
    const isNone = (other: string) => typeof wire[other] !== 'string' && wire[other] !== null;
    const worse = this.columns.find(isNone) ?? this.primaryKey.find((other) => wire[other] === null);
    return mismatch(worse ?? column, ownValue(wire, worse ?? column));
  }

  /**
   * The primary key's values alone, whatever the rest of the row is like; what cannot be decoded stays as it came.
   * @throws SchemaMismatchError if there is no whole key: then it is not known which row is meant.
   */
  decodeKey(wire: WireRow): Row {
    const key: Record<string, ColumnValue> = {};
    for (const column of this.primaryKey) {
      const text = wire[column];
      if (typeof text !== 'string') throw mismatch(column, ownValue(wire, column));
      setOwn(key, column, this.decoders[this.columns.indexOf(column)]?.(text) ?? text);
    }
    return key;
  }
}

function ownValue(wire: WireRow, column: string): string | null | undefined {
  return Object.hasOwn(wire, column) ? wire[column] : undefined;
}

function mismatch(column: string, text: string | null | undefined): SchemaMismatchError {
  const name = JSON.stringify(column);
  if (text === undefined) return new SchemaMismatchError(`column ${name} is missing in the message`, true);
  if (text === null) return new SchemaMismatchError(`column ${name} is of the primary key, and null`, true);
  if (typeof text !== 'string') return new SchemaMismatchError(`column ${name} holds what is no text`, true);
  return new SchemaMismatchError(`column ${name} holds a value that is not of its type`);
}

function isSchema(value: unknown): value is Readonly<Record<string, ColumnSchema>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isColumn);
}

function isColumn(value: unknown): value is ColumnSchema {
  const { type, dims, pk_index } = (value ?? {}) as Partial<ColumnSchema>;
  return typeof type === 'string' && [dims, pk_index].every((each) => each === undefined || isNatural(each));
}

function isNatural(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
