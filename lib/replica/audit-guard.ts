import type { SubsetMetadata } from './subset-body.js';

/**
 * Between the log and the audits (I12). While one runs, it notes which rows the log tells of: they are in motion, and no
 * divergence. Afterwards it keeps messages of transactions that the audit had seen from undoing what was corrected.
 */
export class AuditGuard {
  private readonly corrected = new Map<string, Visibility>();
  private moved: Set<string> | undefined;

  /** Whether it has nothing to do, so that rows need no identity. */
  get isIdle(): boolean {
    return this.moved === undefined && this.corrected.size === 0;
  }

  /** An audit begins. */
  watch(): void {
    this.moved = new Set();
  }

  /** An audit has ended. */
  unwatch(): void {
    this.moved = undefined;
  }

  /** The log tells of a row. */
  sees(identity: string): void {
    this.moved?.add(identity);
  }

  /** Whether the log has told of the row since the audit began. */
  hasSeen(identity: string): boolean {
    return this.moved?.has(identity) === true;
  }

  protect(identities: Iterable<string>, metadata: SubsetMetadata): void {
    const visibility = new Visibility(metadata);
    for (const identity of identities) this.corrected.set(identity, visibility);
  }

  /** Whether a message about this row is of transactions that its correction had seen. */
  ignores(identity: string, txids: readonly number[]): boolean {
    const visibility = this.corrected.get(identity);
    return visibility !== undefined && txids.length > 0 && txids.every((txid) => visibility.includes(txid));
  }

  /** All rows have been read anew. */
  forget(): void {
    this.corrected.clear();
  }
}

/** A Postgres snapshot. The log has the lower 32 bits of transaction ids, which wrap around. */
class Visibility {
  private readonly xmin: number;
  private readonly xmax: number;
  private readonly running: ReadonlySet<number>;

  constructor({ xmin, xmax, xip_list }: SubsetMetadata) {
    this.xmin = lower32(xmin);
    this.xmax = lower32(xmax);
    this.running = new Set(xip_list.map(lower32));
  }

  includes(txid: number): boolean {
    const id = lower32(txid);
    return isBefore(id, this.xmin) || (isBefore(id, this.xmax) && !this.running.has(id));
  }
}

function lower32(id: string | number): number {
  return Number(BigInt(id) & 0xffff_ffffn);
}

function isBefore(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}
