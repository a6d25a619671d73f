import { pick, whole } from './chaos-random.js';
import { type ChaosRows, COLUMNS, FRAGILE, GROUPS, literal, STAMP } from './chaos-rows.js';

/** Something that a transaction can do to a table. @returns its statements. */
export type Operation = (table: string, rows: ChaosRows) => readonly string[];

/** Columns are named: there may be more. */
export function inserted(table: string, row: string, otherwise = 'DO NOTHING'): string {
  return `INSERT INTO ${table} (${COLUMNS.join(', ')}) VALUES ${row} ON CONFLICT (id) ${otherwise}`;
}

/** Makes a version that never was before. */
export function stamped(table: string, rows: ChaosRows): string {
  return inserted(table, rows.stampRow(), 'DO UPDATE SET code_name = excluded.code_name');
}

/** What transactions are made of, by name. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  insert: (table, rows) => [inserted(table, rows.row(rows.newId()))],
  insertSeveral: (table, rows) => [1, 2, 3].map(() => inserted(table, rows.row(rows.newId()))),
  update: (table, rows) => [updated(table, rows)],
  rename: (table, rows) => [`UPDATE ${table} SET code_name = ${rows.values()[2]} WHERE id = ${rows.anyId()}`],
  transfer: (table, rows) => {
    const amount = whole(rows.random, 1, 50);
    return [
      `UPDATE ${table} SET amount = amount - ${amount} WHERE id = ${rows.anyId()}`,
      `UPDATE ${table} SET amount = amount + ${amount} WHERE id = ${rows.anyId()}`,
    ];
  },
  remove: (table, rows) => [`DELETE FROM ${table} WHERE id = ${rows.anyId()}`],
  removeAndInsert: (table, rows) => {
    const id = rows.anyId();
    return id < 0 ? [] : [`DELETE FROM ${table} WHERE id = ${id}`, inserted(table, rows.row(id))];
  },
  insertAndRemove: (table, rows) => {
    const id = rows.newId();
    return [inserted(table, rows.row(id)), `DELETE FROM ${table} WHERE id = ${id}`];
  },
  /** A key change: a delete and an insert in the log (20). */
  rekey: (table, rows) => {
    const [from, to] = [rows.anyId(), rows.newId()];
    return from >= FRAGILE === to >= FRAGILE ? [`UPDATE ${table} SET id = ${to} WHERE id = ${from}`] : [];
  },
  /** Two rows exchange their codes. */
  swap: (table, rows) => {
    const [a, b] = [rows.anyId(), rows.anyId()];
    return [
      `UPDATE ${table} t SET group_code = o.group_code, code = o.code FROM ${table} o
        WHERE (t.id, o.id) IN ((${a},${b}),(${b},${a})) AND t.id <> o.id`,
    ];
  },
  updateGroup: (table, { random }) => [
    `UPDATE ${table} SET sort_order = coalesce(sort_order, 0) + 1 WHERE group_code = ${literal(pick(random, GROUPS))}`,
  ],
  updateAll: (table) => [`UPDATE ${table} SET amount = amount + 1 WHERE id <> ${STAMP}`],
  nothing: (table, rows) => [`UPDATE ${table} SET code = code WHERE id = ${rows.anyId()}`],
  takenBack: (table, rows) => ['SAVEPOINT s', inserted(table, rows.row(rows.newId())), 'ROLLBACK TO s'],
  /** Rows that were kept out come in. */
  mend: (table) => [
    `UPDATE ${table} SET use_yn = 'Y', group_code = coalesce(group_code, 'A'), code = 'mended ' || id
      WHERE use_yn = '?' OR code IS NULL`,
  ],
};

/** One row, to something else. */
export function updated(table: string, rows: ChaosRows): string {
  const [group, code, name, order, active] = rows.values();
  const set = `group_code = ${group}, code = ${code}, code_name = ${name}, sort_order = ${order}, use_yn = ${active}`;
  return `UPDATE ${table} SET ${set} WHERE id = ${rows.anyId()}`;
}
