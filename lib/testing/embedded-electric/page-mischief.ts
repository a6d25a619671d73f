import type { Mischief } from './mischief.js';
import type { Shape, ShapePage } from './shape.js';

const PAST_ROWS_MS = 1_000;

interface Place {
  readonly index: number;
  readonly until: number;
}

/** Gives less of the log than there is, if it was told to (README 33, 34). */
export class PageMischief {
  /** By shape and transaction: where answers point, past what they did not give. */
  private readonly pointing = new WeakMap<Shape, Map<number, Place>>();

  constructor(private readonly mischief: Mischief) {}

  /** The page to give in place of the right one. */
  of(shape: Shape, page: ShapePage, live: boolean): ShapePage {
    if (live) {
      const cut = shape.cutInside(page, (index) => this.mischief.does('splitTransactions', index));
      return cut ? { ...cut, upToDate: true } : page;
    }
    const cut = shape.cutInside(page, (index, tx) => this.pointsTo(shape, index, tx));
    return cut ? { ...cut, items: [], upToDate: true } : page;
  }

  /** One row of a transaction, for its time; then never again. */
  private pointsTo(shape: Shape, index: number, tx: number): boolean {
    const { pointPastRows } = this.mischief.plan;
    if (!pointPastRows) return false;
    const places = this.pointing.get(shape) ?? new Map<number, Place>();
    this.pointing.set(shape, places);
    const place = places.get(tx);
    if (place) return place.index === index && performance.now() < place.until;
    if (!this.mischief.does('pointPastRows', index)) return false;
    places.set(tx, { index, until: performance.now() + (pointPastRows.forMs ?? PAST_ROWS_MS) });
    return true;
  }
}
