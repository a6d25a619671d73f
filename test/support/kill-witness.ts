import type { KillLife } from './kill-life.js';
import type { KillLine, SeenLine } from './kill-lines.js';
import type { KillTable } from './kill-table.js';

/** Holds what each life tells against the table, and against the lives before it. */
export class KillWitness {
  readonly problems: string[] = [];
  versionsChecked = 0;
  audits = 0;
  servedFromStore = 0;
  /** Lives that went on from where the store's copy ended; and those that had to read the shape anew. */
  resumed = 0;
  refetched = 0;
  /** What the store has for certain, and what it can have at most. */
  private saved = 0;
  private saving = 0;
  private version = 0;
  /** What this life was given by the store, as long as it has not been told whether that could be resumed from. */
  private fromStore: number | undefined;

  constructor(private readonly table: KillTable) {}

  /** @param isFresh its store is a new one. */
  lifeBegins(isFresh: boolean): void {
    this.version = 0;
    this.fromStore = undefined;
    if (isFresh) this.saved = this.saving = 0;
  }

  readonly hear = (line: KillLine, life: KillLife): void => {
    if (line.tells === 'sees') this.sees(line);
    else if (line.tells === 'saving') this.saving = line.generation;
    else if (line.tells === 'saved') this.saved = this.saving;
    else if (line.tells === 'asks' && line.for === 'snapshot') this.refetches(life);
    else if (line.tells === 'audits') this.audits += 1;
    else if (line.tells === 'audited' && line.corrected > 0) {
      this.problems.push(`I12: an audit "corrected" ${line.corrected} rows of a log that had lost none`);
    } else if (line.tells === 'said' && /without what the store has|cannot be written/.test(line.text)) {
      this.problems.push(`I7: ${line.text}`);
    }
  };

  private sees({ source, version, generation, checksum }: SeenLine): void {
    this.versionsChecked += 1;
    if (!this.table.has(generation, checksum)) {
      this.problems.push(`I1: from ${source}, version ${generation} as it never was in the table`);
    }
    if (version !== this.version + 1) this.problems.push(`I2: version ${version} came after version ${this.version}`);
    this.version = version;
    if (source === 'store') this.servedBy(generation);
    else if (this.fromStore !== undefined) {
      if (generation <= this.fromStore) this.problems.push(`I2: back to ${generation} from ${this.fromStore}`);
      this.fromStore = undefined;
      this.resumed += 1;
    }
  }

  private servedBy(generation: number): void {
    this.servedFromStore += 1;
    this.fromStore = generation;
    if (generation >= this.saved && generation <= this.saving) return;
    this.problems.push(`I7: the store has ${generation}, though ${this.saved} was saved, and ${this.saving} was to be`);
  }

  private refetches(life: KillLife): void {
    if (life.seen === undefined && this.saved > 0) {
      this.problems.push(`I7: the store had ${this.saved}, and was not served`);
    }
    if (this.fromStore === undefined) return;
    if (this.table.truncatedAt <= this.fromStore) {
      this.problems.push(`I7: the shape was read anew, though the log has all since ${this.fromStore}`);
    }
    this.fromStore = undefined;
    this.refetched += 1;
  }
}
