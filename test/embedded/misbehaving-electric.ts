import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { EmbeddedElectric, type Misbehaviours } from '../../lib/testing/embedded-electric/index.js';
import { type Answer, ShapeReader } from '../support/electric-shape-reader.js';

/** An embedded Electric for a suite, with a table of its own for each test, which has the rows 1 to 6. */
export class MisbehavingElectric {
  table = '';
  private tables = 0;
  private electric: EmbeddedElectric | undefined;

  /** To be called where the suite is described: it is started before the suite, and stopped behind it. */
  constructor() {
    beforeAll(async () => {
      this.electric = await EmbeddedElectric.start({ longPollTimeoutMs: 400, allowDelete: true });
    });
    beforeEach(async () => {
      this.tables += 1;
      this.table = `table_${this.tables}`;
      await this.sql(`CREATE TABLE ${this.table} (id int PRIMARY KEY, v text)`);
      await this.insert(1, 6);
    });
    afterEach(() => this.misbehave());
    afterAll(() => this.electric?.stop());
  }

  get misbehaved(): EmbeddedElectric['misbehaved'] {
    return this.started.misbehaved;
  }

  misbehave(plan?: Misbehaviours): void {
    this.started.misbehave(plan);
  }

  sql(statements: string): Promise<unknown> {
    return this.started.database.exec(statements);
  }

  /** Rows of these numbers, in one transaction. */
  insert(from: number, to: number): Promise<unknown> {
    return this.sql(`INSERT INTO ${this.table} SELECT g, 'v' FROM generate_series(${from}, ${to}) g`);
  }

  shapeOf(parameters: Record<string, string> = {}): ShapeReader {
    return new ShapeReader(this.started.url, { table: this.table, ...parameters });
  }

  /** A shape of the table, up to date. */
  async synced(parameters: Record<string, string> = {}): Promise<ShapeReader> {
    const shape = this.shapeOf(parameters);
    await shape.sync();
    return shape;
  }

  private get started(): EmbeddedElectric {
    if (this.electric === undefined) throw new Error('The embedded Electric has not been started yet');
    return this.electric;
  }
}

/** The numbers of the rows in an answer. */
export function idsOf({ rows }: Pick<Answer, 'rows'>): number[] {
  return rows.map(({ value }) => Number(value?.['id']));
}
