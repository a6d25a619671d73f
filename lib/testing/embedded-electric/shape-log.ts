import { BEFORE_LOG, compareOffsets, type LogOffset } from './log-offset.js';

/** What is written behind a position, up to the end of the chunk it is in. */
export interface LogPage {
  /** The place of the first item in the log. */
  readonly from: number;
  /** The items, in JSON. */
  readonly items: readonly string[];
  readonly end: LogOffset;
  /** Whether nothing is written behind `end`. A chunk's end need not be a transaction's (README 9). */
  readonly upToDate: boolean;
}

/** @param index the row's place in the log */
export type ChooseRow = (index: number, tx: number) => boolean;

/** The log of a shape, behind its snapshot. Cut into chunks as it is written, so that all who read it are cut alike. */
export class ShapeLog {
  private readonly offsets: LogOffset[] = [];
  private readonly items: string[] = [];
  /** How many items there are up to the end of each full chunk. */
  private readonly chunkEnds: number[] = [];
  private openChunkBytes = 0;

  constructor(private readonly chunkBytes: number) {}

  get lastOffset(): LogOffset {
    return this.offsets.at(-1) ?? BEFORE_LOG;
  }

  append(offset: LogOffset, item: string): void {
    this.offsets.push(offset);
    this.items.push(item);
    // One more for the line break that Electric counts (transcript 20).
    this.openChunkBytes += Buffer.byteLength(item) + 1;
    if (this.openChunkBytes >= this.chunkBytes) {
      this.chunkEnds.push(this.items.length);
      this.openChunkBytes = 0;
    }
  }

  pageAfter(offset: LogOffset): LogPage {
    const from = firstAbove(this.offsets.length, (index) => compareOffsets(this.offsets[index] as LogOffset, offset));
    const chunk = firstAbove(this.chunkEnds.length, (index) => (this.chunkEnds[index] as number) - from);
    const to = this.chunkEnds[chunk] ?? this.items.length;
    const end = to > from ? (this.offsets[to - 1] as LogOffset) : maxOffset(offset, BEFORE_LOG);
    return { from, items: this.items.slice(from, to), end, upToDate: to === this.items.length };
  }

  /** A page up to the first of the chosen rows; only rows behind which their transaction goes on are asked about. */
  cutInside({ from, items }: LogPage, isChosen: ChooseRow): LogPage | undefined {
    for (let index = from; index < from + items.length; index++) {
      const end = this.offsets[index] as LogOffset;
      if (this.offsets[index + 1]?.tx === end.tx && isChosen(index, end.tx)) {
        return { from, items: items.slice(0, index + 1 - from), end, upToDate: false };
      }
    }
    return undefined;
  }
}

/** The first index of an ascending list whose value is above zero; its length if there is none. */
function firstAbove(length: number, value: (index: number) => number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(middle) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

function maxOffset(a: LogOffset, b: LogOffset): LogOffset {
  return compareOffsets(a, b) > 0 ? a : b;
}
