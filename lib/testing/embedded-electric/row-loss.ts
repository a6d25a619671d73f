import type { Queryable } from './database-session.js';
import type { RowChange } from './log-message.js';
import type { RowChance } from './misbehaviours.interface.js';
import type { Mischief } from './mischief.js';
import type { Relation } from './relation.js';
import { type Row, RowView, snapshotTable } from './row-view.js';
import { filterRows } from './where-filter.js';

/** Loses rows and changes, if it was told to (README 29). For all shapes of a table alike. */
export class RowLoss {
  constructor(private readonly mischief: Mischief) {}

  /**
   * @param rows in a snapshot's spelling
   * @param moment another at each making of a shape
   * @returns those that are left
   */
  async keptRows(on: Queryable, relation: Relation, rows: readonly Row[], moment: string): Promise<readonly Row[]> {
    const chance = this.mischief.plan.loseRows;
    if (!chance) return rows;
    const meant = await this.meant(on, 'loseRows', chance, relation, rows);
    const [view, table] = [new RowView(relation, undefined), snapshotTable(relation)];
    return rows.filter(
      (row, index) => !(meant[index] && this.mischief.does('loseRows', `${moment} ${view.key(table, row)}`)),
    );
  }

  /**
   * @param moment another for each transaction
   * @returns those that are left, at their old places
   */
  async keptChanges(
    on: Queryable,
    relation: Relation,
    changes: readonly RowChange[],
    moment: string,
  ): Promise<readonly RowChange[]> {
    const chance = this.mischief.plan.loseChanges;
    if (!chance) return changes;
    const rows = changes.map(({ before, after }) => (after ?? before) as Row);
    const meant = await this.meant(on, 'loseChanges', chance, relation, rows);
    const { operations } = chance;
    return changes.filter((change, index) => {
      const isMeant = meant[index] && (operations?.includes(operationOf(change)) ?? true);
      return !(isMeant && this.mischief.does('loseChanges', `${moment} ${change.index}`));
    });
  }

  private async meant(
    on: Queryable,
    what: string,
    { table, where }: RowChance,
    relation: Relation,
    rows: readonly Row[],
  ): Promise<readonly boolean[]> {
    const isTable = table === undefined || [relation.name, `${relation.schema}.${relation.name}`].includes(table);
    if (!isTable || where === undefined) return rows.map(() => isTable);
    try {
      return await filterRows(on, relation, where, rows);
    } catch (error) {
      throw new Error(`misbehave(), ${what}.where: ${(error as Error).message}`, { cause: error });
    }
  }
}

function operationOf({ before, after }: RowChange): 'insert' | 'update' | 'delete' {
  if (!before) return 'insert';
  return after ? 'update' : 'delete';
}
