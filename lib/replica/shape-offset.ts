/**
 * An offset in a shape log: `-1` (before the snapshot), `0_0`, `0_1`, … `0_inf` (virtual: in and after the snapshot), or
 * `<lsn>_<op>` of a row (electric/README.md 1–3).
 */
export type ShapeOffset = string;

/** A place in a shape log: comparable between processes. */
export interface ShapePosition {
  readonly handle: string;
  readonly offset: ShapeOffset;
}

/** Where a follower starts. */
export const BEFORE_SNAPSHOT: ShapeOffset = '-1';

/** Where the next chunk of the snapshot ends: none is left out (I1). */
export function chunkAfter(offset: ShapeOffset): ShapeOffset {
  return offset === BEFORE_SNAPSHOT ? '0_0' : `0_${Number(offset.slice(2)) + 1}`;
}

const OFFSET = /^(\d+)_(\d+|inf)$/;

/** Whether the text is an offset that a position can have: not `-1`, not `now`. */
export function isOffset(text: string): text is ShapeOffset {
  return OFFSET.test(text);
}

/** Whether the offset stands in or right after the snapshot, where rows have no offsets of their own. */
export function isVirtual(offset: ShapeOffset): boolean {
  return offset === BEFORE_SNAPSHOT || offset.startsWith('0_');
}

/** Compares two offsets of one log: negative if `a` comes first. */
export function compareOffsets(a: ShapeOffset, b: ShapeOffset): number {
  return a === b ? 0 : compareParts(...partsOf(a), ...partsOf(b));
}

/** The same by parts. LSNs are compared as text, since they can exceed 2^53. */
export function compareParts(aLsn: string, aOp: number, bLsn: string, bOp: number): number {
  if (aLsn === bLsn) return aOp - bOp;
  return aLsn.length - bLsn.length || (aLsn < bLsn ? -1 : 1);
}

/** An offset's parts; what comes before the snapshot comes before all. */
export function partsOf(offset: ShapeOffset): [lsn: string, op: number] {
  const match = OFFSET.exec(offset);
  if (match === null) return ['', -1];
  const [, lsn = '', op] = match;
  return [lsn, op === 'inf' ? Number.POSITIVE_INFINITY : Number(op)];
}
