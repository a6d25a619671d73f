import type { FuzzClock } from './fuzz-clock.js';
import type { Dice } from './fuzz-dice.js';
import { FuzzHistory } from './fuzz-history.js';
import { FUZZ_TABLES, type FuzzRow, type FuzzTable } from './fuzz-tables.js';
import { badRequest, type ScriptedChange, ScriptedElectric, type ScriptedRequest } from './scripted-electric.js';

/** A table to which things happen by chance, and the server that tells of it. */
export class TableInPlay {
  readonly kind: FuzzTable;
  readonly electric: ScriptedElectric;
  readonly history = new FuzzHistory();
  private readonly rows = new Map<string, FuzzRow>();
  private transactions = 0;

  constructor(
    private readonly dice: Dice,
    private readonly clock: FuzzClock,
  ) {
    this.kind = dice.pick(FUZZ_TABLES);
    for (let count = dice.below(30); count > 0; count -= 1) this.put(this.kind.row(dice));
    const wires = [...this.rows.values()].map(({ wire }) => wire);
    this.electric = new ScriptedElectric(clock, wires, this.kind.keyOf);
    this.electric.schema = asHeader(this.kind.schema);
    this.history.remember(this.rows.values());
  }

  /** Something happens to the table. */
  live(): void {
    const { dice, electric } = this;
    if (dice.chance(0.5)) this.write();
    if (dice.chance(0.1)) electric.chunkRows = dice.chance(0.5) ? Number.POSITIVE_INFINITY : 1 + dice.below(5);
    if (dice.chance(0.02)) {
      electric.rotate();
      electric.snapshotChunkRows = dice.chance(0.3) ? Number.POSITIVE_INFINITY : 1 + dice.below(9); // one for each shape
      electric.handle = `h${dice.seed}-${electric.requests.length}`;
    }
  }

  /** From here on nothing happens any more, and the server answers as it should. */
  rest(): void {
    const { electric } = this;
    electric.interventions.length = 0;
    electric.interventions.push((request) => this.outOfBounds(request));
    electric.chunkRows = Number.POSITIVE_INFINITY;
    electric.claimsUpToDate = false;
  }

  /** As Electric does: a position behind the end of the log is refused (14). */
  outOfBounds({ offset, live }: ScriptedRequest): Response | undefined {
    this.clock.activity += 1;
    const [lsn = ''] = offset.split('_');
    if (offset === '-1' || lsn === '0' || live) return undefined;
    const lastLsn = 1_000 + 100 * this.transactions;
    return lsn.length > 7 || Number(lsn) > lastLsn ? badRequest('offset', 'out of bounds for this shape') : undefined;
  }

  private write(): void {
    const { dice } = this;
    const changes: ScriptedChange[] = [];
    for (let count = dice.size(6); count > 0; count -= 1) {
      const row = this.kind.row(dice);
      const held = this.rows.get(row.key);
      if (held !== undefined && dice.chance(0.3)) {
        this.rows.delete(row.key);
        changes.push({ operation: 'delete', row: held.wire });
      } else {
        this.put(row);
        changes.push({ operation: held === undefined ? 'insert' : 'update', row: row.wire });
      }
    }
    this.transactions += 1;
    this.history.remember(this.rows.values());
    this.electric.transaction(changes);
  }

  private put(row: FuzzRow): void {
    this.rows.set(row.key, row);
  }
}

/** Column names travel in a header as UTF-8. */
function asHeader(schema: FuzzTable['schema']): FuzzTable['schema'] {
  const latin1 = {};
  for (const [name, column] of Object.entries(schema)) {
    const value = Buffer.from(name, 'utf8').toString('latin1');
    Object.defineProperty(latin1, value, { value: column, enumerable: true });
  }
  return latin1;
}
