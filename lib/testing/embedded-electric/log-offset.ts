/** A position in the log of a shape: the transaction, and the operation in it. Source: README 1, 2; transcript 12. */
export interface LogOffset {
  readonly tx: number;
  /** `Infinity` stands for `inf`. */
  readonly op: number;
}

/** `-1`: before everything. */
export const BEFORE_ALL: LogOffset = { tx: -1, op: 0 };
/** `0_inf`: behind the snapshot, before every transaction. */
export const BEFORE_LOG: LogOffset = { tx: 0, op: Number.POSITIVE_INFINITY };

export function compareOffsets(a: LogOffset, b: LogOffset): number {
  if (a.tx !== b.tx) return a.tx - b.tx;
  return a.op === b.op ? 0 : a.op - b.op;
}

export function formatOffset(offset: LogOffset): string {
  if (offset.tx < 0) return '-1';
  return `${offset.tx}_${offset.op === Number.POSITIVE_INFINITY ? 'inf' : offset.op}`;
}

/** @returns `undefined` for what is not an offset. */
export function parseOffset(text: string): LogOffset | undefined {
  if (text === '-1') return BEFORE_ALL;
  const match = /^(\d+)_(\d+|inf)$/.exec(text);
  if (!match) return undefined;
  return { tx: Number(match[1]), op: match[2] === 'inf' ? Number.POSITIVE_INFINITY : Number(match[2]) };
}
