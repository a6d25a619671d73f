import { createHash } from 'node:crypto';

export type Replica = 'default' | 'full';

/** What a shape is of: a table, some of its rows, some of its columns. */
export interface ShapeDefinition {
  readonly schema: string;
  readonly name: string;
  readonly where?: string;
  /** Values of `$1`, `$2`, … in `where`. */
  readonly params: Readonly<Record<string, string>>;
  /** Sorted; all columns if absent. */
  readonly columns?: readonly string[];
  readonly replica: Replica;
}

/** The same for two definitions of the same shape. */
export function definitionKey(definition: ShapeDefinition): string {
  const { schema, name, where, params, columns, replica } = definition;
  return JSON.stringify([schema, name, where?.trim(), Object.entries(params).sort(), columns, replica]);
}

/** The first half of a handle: Electric's are below 2^27. */
export function definitionHash(definition: ShapeDefinition, table: number): number {
  const digest = createHash('sha256')
    .update(`${table}${definitionKey(definition)}`)
    .digest();
  return digest.readUInt32BE() & 0x7ffffff;
}
