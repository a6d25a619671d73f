import type { MeasuredChild } from '../child/measured-child.js';
import type { TransactionKind } from '../data/transactions.js';
import type { Shape } from '../server/shape-server.js';

/** Rounds that are not counted: what runs for the first time, and the first of what V8 compiles. */
export const WARM_UP_ROUNDS = 4;

/** A process that follows a shape, and the transactions that it has been given. */
export class Updated {
  private n = 0;

  constructor(
    readonly child: MeasuredChild,
    private readonly shape: Shape,
  ) {}

  /** @returns per update: microseconds of processor time, and calls of subscribers. */
  async run(kind: TransactionKind, count: number): Promise<{ cpuUs: number; callbacks: number }> {
    this.n += count;
    await this.child.run('armUpdates', { kind, n: this.n, rows: this.shape.rows });
    const [done] = await Promise.all([this.child.run('awaitUpdates'), this.shape.commit(kind, count)]);
    return { cpuUs: done.cpuUs / count, callbacks: done.callbacks / count };
  }
}
