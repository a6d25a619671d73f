import { DISPLAY_SETTINGS } from './database-session.js';
import { quoteRelation } from './sql-identifier.js';

// The name sorts before those of the user's triggers: what a trigger of theirs writes comes after what fired it.
const TRIGGER = '"!electric_embedded"';
const TRUNCATE_TRIGGER = '"!electric_embedded_truncate"';

/** The table the triggers write to, and their function. All of it in a schema of its own. */
export const INSTALL_CAPTURE = `
CREATE SCHEMA IF NOT EXISTS electric_embedded;
CREATE TABLE IF NOT EXISTS electric_embedded.change (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  lsn pg_lsn NOT NULL DEFAULT pg_current_wal_insert_lsn(),
  relation oid NOT NULL, operation "char" NOT NULL, before text, after text);
CREATE OR REPLACE FUNCTION electric_embedded.capture() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog
  ${DISPLAY_SETTINGS.map(([name, value]) => `SET ${name} = '${value}'`).join(' ')}
AS $$ BEGIN
  IF TG_OP = 'INSERT' THEN INSERT INTO electric_embedded.change (relation, operation, after) VALUES (TG_RELID, 'i', NEW::text);
  ELSIF TG_OP = 'UPDATE' THEN INSERT INTO electric_embedded.change (relation, operation, before, after) VALUES (TG_RELID, 'u', OLD::text, NEW::text);
  ELSIF TG_OP = 'DELETE' THEN INSERT INTO electric_embedded.change (relation, operation, before) VALUES (TG_RELID, 'd', OLD::text);
  ELSE INSERT INTO electric_embedded.change (relation, operation) VALUES (TG_RELID, 't');
  END IF;
  RETURN NULL;
END $$;`;

/** The statements that put the triggers on a table. Those for rows reach the partitions by themselves, those for TRUNCATE do not. */
export function attachStatements(
  table: { readonly schema: string; readonly name: string },
  partitions: readonly { readonly schema: string; readonly name: string }[],
): string[] {
  const rows = `${TRIGGER} AFTER INSERT OR UPDATE OR DELETE ON ${quoteRelation(table)} FOR EACH ROW`;
  const statements = [
    `CREATE OR REPLACE TRIGGER ${rows} EXECUTE FUNCTION electric_embedded.capture()`,
    // Also where session_replication_role switches ordinary triggers off.
    `ALTER TABLE ${quoteRelation(table)} ENABLE ALWAYS TRIGGER ${TRIGGER}`,
  ];
  for (const each of [table, ...partitions].map(quoteRelation)) {
    statements.push(
      `CREATE OR REPLACE TRIGGER ${TRUNCATE_TRIGGER} AFTER TRUNCATE ON ${each}
         FOR EACH STATEMENT EXECUTE FUNCTION electric_embedded.capture()`,
      `ALTER TABLE ${each} ENABLE ALWAYS TRIGGER ${TRUNCATE_TRIGGER}`,
    );
  }
  return statements;
}
