import Database from 'better-sqlite3';
import type { PrepareLookups } from './lookups.interface.js';
import { plainCodes } from './plain-code.js';

/** SQLite in this process, in memory, with prepared statements. */
export const prepareSqliteLookups: PrepareLookups = async ({ rows }) => {
  const database = new Database(':memory:');
  database.exec(`
    CREATE TABLE codes ("group" TEXT, code TEXT, label TEXT, sort_order INTEGER, active INTEGER, PRIMARY KEY ("group", code))
    WITHOUT ROWID
  `);
  const insert = database.prepare('INSERT INTO codes VALUES (?, ?, ?, ?, ?)');
  database.transaction(() => {
    for (const { group, code, label, sortOrder, active } of plainCodes(rows)) {
      insert.run(group, code, label, sortOrder, Number(active));
    }
  })();
  const select = (what: string) => database.prepare(`SELECT ${what} FROM codes WHERE "group" = ? AND code = ?`);
  const get = select('*');
  const label = select('label').pluck();
  const has = select('1').pluck();
  const accepts = select('active').pluck();
  const list = database.prepare('SELECT * FROM codes WHERE "group" = ? AND active = 1 ORDER BY sort_order');
  return {
    get({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) if (get.get(groups[at], codes[at]) !== undefined) sum += 1;
      return sum;
    },
    label({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) {
        sum += (label.get(groups[at], codes[at]) as string | undefined)?.length ?? 0;
      }
      return sum;
    },
    has({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) if (has.get(groups[at], codes[at]) !== undefined) sum += 1;
      return sum;
    },
    accepts({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1) if (accepts.get(groups[at], codes[at]) === 1) sum += 1;
      return sum;
    },
    list(groups) {
      let sum = 0;
      for (const group of groups) sum += list.all(group).length;
      return sum;
    },
  };
};
