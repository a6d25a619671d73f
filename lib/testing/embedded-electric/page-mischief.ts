import type { Mischief } from './mischief.js';
import type { Shape, ShapePage } from './shape.js';

const PAST_ROWS_MS = 1_000;

/** Gives less of the log than there is, if it was told to (README 33, 34). */
export class PageMischief {
  /** By shape and row: until when answers point past what they did not give. */
  private readonly pointing = new WeakMap<Shape, Map<number, number>>();

  constructor(private readonly mischief: Mischief) {}

  /** The page to give in place of the right one. */
  of(shape: Shape, page: ShapePage, live: boolean): ShapePage {
    if (live) {
      const cut = shape.cutInside(page, (index) => this.mischief.does('splitTransactions', index));
      return cut ? { ...cut, upToDate: true } : page;
    }
    const cut = shape.cutInside(page, (index) => this.pointsTo(shape, index));
    return cut ? { ...cut, items: [], upToDate: true } : page;
  }

  private pointsTo(shape: Shape, index: number): boolean {
    const { pointPastRows } = this.mischief.plan;
    if (!pointPastRows) return false;
    const ends = this.pointing.get(shape) ?? new Map<number, number>();
    this.pointing.set(shape, ends);
    if (!ends.has(index) && this.mischief.does('pointPastRows', index)) {
      ends.set(index, performance.now() + (pointPastRows.forMs ?? PAST_ROWS_MS));
    }
    return performance.now() < (ends.get(index) ?? 0);
  }
}
