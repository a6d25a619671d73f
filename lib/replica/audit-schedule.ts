import type { AuditOptions } from './audit.interface.js';
import type { Clock } from './clock.js';

/** After a snapshot, the pods of a fleet audit within this, each at a time of its own. */
const AFTER_RESET_MS = 10 * 60_000;

/** Decides when audits are due. A fleet is spread over the interval by chance. */
export class AuditSchedule {
  private cancelReset: () => void = () => {};
  private cancelNext: () => void = () => {};

  constructor(
    private readonly options: AuditOptions,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly audit: () => void,
  ) {}

  start(): void {
    const { everyMs } = this.options;
    if (everyMs !== undefined) this.every(everyMs, this.random() * everyMs);
  }

  /** A snapshot has been read. */
  afterReset(): void {
    if (!this.options.afterReset) return;
    this.cancelReset();
    this.cancelReset = this.clock.after(this.random() * AFTER_RESET_MS, this.audit, true);
  }

  stop(): void {
    this.cancelReset();
    this.cancelNext();
  }

  private every(everyMs: number, firstMs: number): void {
    const audit = () => {
      this.audit();
      this.every(everyMs, everyMs);
    };
    this.cancelNext = this.clock.after(firstMs, audit, true);
  }
}
