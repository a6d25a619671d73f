import type { CommonCode, CommonCodeCache, CommonCodeSnapshot, CommonCodeStatus } from 'nestjs-common-code';
import type { FuzzClock } from './fuzz-clock.js';
import type { FuzzHistory } from './fuzz-history.js';
import { LONGEST_LINE } from './fuzz-lines.js';
import type { FuzzNotes } from './fuzz-notes.js';
import type { Mode } from './fuzz-report.js';
import type { UselessAnswers } from './fuzz-useless-answers.js';

/** Follows a cache as a user would, and holds each version and status against what was. */
export class FuzzReader {
  versions = 0;
  transitions = 0;
  private reached = 0;

  constructor(
    private readonly cache: CommonCodeCache,
    private readonly mode: Mode,
    private readonly history: FuzzHistory,
    private readonly useless: UselessAnswers,
    private readonly clock: FuzzClock,
    private readonly notes: FuzzNotes,
  ) {}

  follow(): void {
    const { cache } = this;
    cache.snapshot$.subscribe((snapshot) => this.checkVersion(snapshot));
    cache.changes$.subscribe(() => {});
    cache.list$('A').subscribe(() => {});
    cache.status$.subscribe((status) => {
      this.transitions += 1;
      this.checkStatus(status);
    });
  }

  private checkVersion(snapshot: CommonCodeSnapshot): void {
    const { cache, notes, useless } = this;
    this.versions += 1;
    const position = JSON.stringify(cache.status.position);
    notes.trace(`  version ${snapshot.version} of ${snapshot.size} codes at ${position}`);
    if (snapshot !== cache.snapshot || snapshot.version !== this.versions) notes.flaw('I2: out of order');
    if (useless.kind !== undefined) {
      notes.flaw(`W3: a version was made of an answer that is not to be used: ${useless.kind}`);
    }
    const codes = snapshot.groups().flatMap((group) => [...snapshot.listAll(group)]);
    for (const code of codes) if (!isCode(code)) notes.flaw(`no code: ${JSON.stringify(code)}`);
    if (this.mode !== 'lying') this.checkTime(snapshot);
  }

  /** Each version is the table of some time, and not of one before that of the version before. */
  private checkTime(snapshot: CommonCodeSnapshot): void {
    const { history, notes } = this;
    const times = history.timesOf(snapshot);
    const time = times.find((each) => each >= this.reached);
    if (time !== undefined) this.reached = time;
    else if (times.length > 0) notes.flaw('I2: backwards');
    else notes.flaw(`I1: a version that was never in the table: ${history.difference(snapshot)}`);
  }

  private checkStatus({ lastSyncedAt, stalenessMs = 0, lastError }: CommonCodeStatus): void {
    const { clock, notes } = this;
    if (lastSyncedAt && !(lastSyncedAt.getTime() <= clock.wall())) notes.flaw('W16: synced later than now');
    if (!(stalenessMs >= 0)) notes.flaw(`W16: a staleness of ${stalenessMs}`);
    if (lastError && lastError.message.length > LONGEST_LINE) notes.flaw('an error message without end in the status');
    if (lastError && !(lastError.at.getTime() <= clock.wall())) notes.flaw('an error later than now');
  }
}

function isCode(code: CommonCode): boolean {
  return (
    Object.isFrozen(code) &&
    typeof code.group === 'string' &&
    typeof code.code === 'string' &&
    typeof code.label === 'string' &&
    (code.sortOrder === null || Number.isFinite(code.sortOrder)) &&
    typeof code.active === 'boolean' &&
    (code.parent === null || typeof code.parent === 'string') &&
    typeof code.attributes === 'object' &&
    Object.isFrozen(code.attributes)
  );
}
