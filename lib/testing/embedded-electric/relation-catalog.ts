import { type Queryable, queryIn } from './database-session.js';
import type { Column, Relation } from './relation.js';

type RelationRow = [
  oid: number,
  schema: string,
  name: string,
  partitioned: boolean,
  inherited: boolean,
  ancestors: number[],
  columns: Column[] | null,
];

// Only tables and partitioned tables: of a view Electric says that it does not exist (transcript 22).
const RELATIONS = `
SELECT c.oid::int8, n.nspname, c.relname, c.relkind = 'p', c.relkind = 'r' AND c.relhassubclass,
  ARRAY(SELECT a.relid::oid::int8 FROM pg_partition_ancestors(c.oid) a WHERE a.relid <> c.oid),
  (SELECT json_agg(json_build_object(
      'name', a.attname, 'number', a.attnum, 'type', t.typname, 'sqlType', format_type(a.atttypid, a.atttypmod),
      'dimensions', a.attndims, 'elementType', e.typname, 'typeModifier', a.atttypmod, 'notNull', a.attnotnull,
      'keyIndex', array_position(i.indkey, a.attnum)) ORDER BY a.attnum)
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_type e ON e.oid = t.typelem LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'electric_embedded') AND `;

/** The table of that name, or `undefined`. */
export async function findRelation(on: Queryable, schema: string, name: string): Promise<Relation | undefined> {
  const rows = await queryIn<RelationRow>(on, `${RELATIONS} n.nspname = $1 AND c.relname = $2`, [schema, name]);
  return rows.map(toRelation)[0];
}

/** The tables that still exist, of those with these oids. */
export async function findRelations(on: Queryable, oids: Iterable<number>): Promise<Map<number, Relation>> {
  const rows = await queryIn<RelationRow>(on, `${RELATIONS} c.oid = ANY($1::int8[])`, [[...oids]]);
  return new Map(rows.map((row) => [row[0], toRelation(row)]));
}

/** The partitions of a table, at every depth, without itself; none if it is not partitioned. */
export async function partitionsOf(on: Queryable, oid: number): Promise<{ schema: string; name: string }[]> {
  const rows = await queryIn<[schema: string, name: string]>(
    on,
    `SELECT n.nspname, c.relname FROM pg_partition_tree($1::int8::oid::regclass) p
       JOIN pg_class c ON c.oid = p.relid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE p.level > 0`,
    [oid],
  );
  return rows.map(([schema, name]) => ({ schema, name }));
}

function toRelation([oid, schema, name, partitioned, inherited, ancestors, columns]: RelationRow): Relation {
  return { oid, schema, name, partitioned, inherited, ancestors, columns: columns ?? [] };
}
