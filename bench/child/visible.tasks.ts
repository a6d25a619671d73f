import { setTimeout as sleep } from 'node:timers/promises';
import { loadFollower } from '../candidates/load-follower.js';
import { median } from '../measure/statistics.js';

/** A table in Postgres that Electric serves, with one row that is changed: group `G`, code `C`. */
export interface PostgresTable {
  readonly electricUrl: string;
  readonly secret: string | undefined;
  readonly databaseUrl: string;
  readonly table: string;
}

/** Between two commits, in milliseconds: it is idle that matters. */
const PAUSE_MS = 30;

let commitUntilVisible: ((label: string) => Promise<number>) | undefined;
let commits = 0;

export const visibleTasks = {
  /** Follows the table, with a connection to the database of its own. */
  async followPostgres(candidate: string, { electricUrl, secret, databaseUrl, table }: PostgresTable): Promise<void> {
    const prepare = await loadFollower(candidate);
    const follower = await prepare({ url: electricUrl, table, secret, fetch: globalThis.fetch });
    await follower.start();
    const { default: pg } = await import('pg');
    const database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    let look = () => {};
    follower.onChange(() => look());
    commitUntilVisible = async (label) => {
      const sentAt = performance.now();
      const seen = new Promise<number>((resolve) => {
        look = () => follower.label('G', 'C') === label && resolve(performance.now() - sentAt);
      });
      await database.query(`UPDATE ${table} SET code_name = $1 WHERE group_code = 'G' AND code = 'C'`, [label]);
      return seen;
    };
  },

  /** @returns the median, in milliseconds, from sending a commit until it can be read. */
  async commitsUntilVisible(count: number): Promise<number> {
    const times: number[] = [];
    for (let index = 0; index < count; index += 1) {
      commits += 1;
      times.push((await commitUntilVisible?.(`label ${commits}`)) ?? Number.NaN);
      await sleep(PAUSE_MS);
    }
    return median(times);
  },
};
