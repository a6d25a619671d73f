import pg from 'pg';
import { BARE_POLL, LIBRARY } from '../candidates/names.js';
import { Child } from '../child/child.js';
import { MeasuredChild } from '../child/measured-child.js';
import type { PostgresTable } from '../child/visible.tasks.js';
import type { Measure } from '../measure/measure.js';
import { interleave } from '../measure/rounds.js';
import { orLeaveOut, type SectionContext } from './section.interface.js';

const COMMITS = 10;
const WARM_UP_ROUNDS = 2;

/** From a commit in Postgres until it can be read, of an idle machine; each candidate has a table of its own. */
export async function commitUntilVisible(context: SectionContext): Promise<Measure[]> {
  if (context.only([LIBRARY]).length === 0) return [];
  const electric = await orLeaveOut(context, 'an Electric with a Postgres', Electric.open);
  if (electric === undefined) return [];
  const children = new Map<string, MeasuredChild>();
  for (const candidate of [BARE_POLL, LIBRARY]) {
    const child = await MeasuredChild.start(context);
    await child.run('followPostgres', candidate, await electric.table());
    children.set(candidate, child);
  }
  const all = await interleave([...children.keys()], WARM_UP_ROUNDS + context.rounds, async (candidate) => {
    return (await children.get(candidate)?.run('commitsUntilVisible', COMMITS)) ?? Number.NaN;
  });
  for (const child of children.values()) await child.stop();
  await electric.close();
  return [
    {
      title: `commit in Postgres until visible, ${electric.name}`,
      unit: 'ms',
      rounds: new Map([...all].map(([candidate, values]) => [candidate, values.slice(WARM_UP_ROUNDS)])),
      base: BARE_POLL,
      goal: { of: 'ratio', atMost: 1.2 },
    },
  ];
}

/** A real Electric and Postgres, where ELECTRIC_URL and DATABASE_URL say where they are; else the embedded one. */
class Electric {
  private readonly tables: string[] = [];

  private constructor(
    readonly name: string,
    private readonly electricUrl: string,
    private readonly databaseUrl: string,
    private readonly database: pg.Client,
    private readonly child?: Child,
  ) {}

  static async open(): Promise<Electric> {
    const { ELECTRIC_URL, DATABASE_URL } = process.env;
    if (ELECTRIC_URL !== undefined && DATABASE_URL !== undefined) {
      return new Electric('real Electric', ELECTRIC_URL, DATABASE_URL, await connect(DATABASE_URL));
    }
    const child = Child.fork(new URL('../server/embedded-electric.main.js', import.meta.url), {});
    const { url, databaseUrl } = (await child.next()) as { url: string; databaseUrl: string };
    return new Electric('embedded Electric', url, databaseUrl, await connect(databaseUrl), child);
  }

  async table(): Promise<PostgresTable> {
    const table = `bench_${process.pid}_${this.tables.length}`;
    this.tables.push(table);
    await this.database.query(
      `CREATE TABLE ${table} (group_code text, code text, code_name text, sort_order int, use_yn char(1), PRIMARY KEY (group_code, code))`,
    );
    await this.database.query(`INSERT INTO ${table} VALUES ('G', 'C', 'before', 1, 'Y')`);
    const { electricUrl, databaseUrl } = this;
    return { electricUrl, databaseUrl, table, secret: process.env['ELECTRIC_SECRET'] };
  }

  async close(): Promise<void> {
    for (const table of this.tables) await this.database.query(`DROP TABLE ${table}`);
    await this.database.end();
    await this.child?.stop();
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {}); // it is told of where it is used
  await client.connect();
  return client;
}
