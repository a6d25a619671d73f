/** Kept as `PRAGMA user_version`: a file of another layout is not read. */
export const LAYOUT = 4;

/**
 * Keys and rows are JSON arrays of the same length, and a row is an array of the values of `columns`. Only the buckets of the
 * generation that `meta` names count. The view is for people.
 */
export const TABLES = `
  CREATE TABLE IF NOT EXISTS buckets (
    generation INTEGER NOT NULL, bucket INTEGER NOT NULL, crc INTEGER NOT NULL,
    keys TEXT NOT NULL, columns TEXT NOT NULL, rows TEXT NOT NULL, PRIMARY KEY (generation, bucket)
  );
  CREATE TABLE IF NOT EXISTS meta (
    id INTEGER PRIMARY KEY CHECK (id = 1), fingerprint TEXT NOT NULL, handle TEXT NOT NULL, "offset" TEXT NOT NULL,
    schema TEXT NOT NULL, generation INTEGER NOT NULL, buckets INTEGER NOT NULL, checksum INTEGER NOT NULL, saved_at TEXT NOT NULL
  );
  CREATE VIEW IF NOT EXISTS rows AS
    SELECT k.value AS key, CASE r.type WHEN 'object' THEN r.value ELSE (
      SELECT json_group_object(c.value, v.value) FROM json_each(columns) AS c, json_each(r.value) AS v WHERE c.key = v.key
    ) END AS row
    FROM meta JOIN buckets AS b USING (generation), json_each(b.keys) AS k, json_each(b.rows) AS r WHERE k.key = r.key;
  PRAGMA user_version = ${LAYOUT};
`;
