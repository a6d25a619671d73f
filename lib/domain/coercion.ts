/** Text as a key or a label: `1` and `'1'` are the same code, `'01'` is another. `null` where there is none. */
export function toText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A finite number, or `null` (which sorts last). */
export function toSortOrder(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

const ACTIVE: ReadonlyMap<string, boolean> = new Map([
  ['y', true],
  ['1', true],
  ['t', true],
  ['true', true],
  ['n', false],
  ['0', false],
  ['f', false],
  ['false', false],
  ['', false],
]);

/**
 * Whether a flag says yes. Null and blank say no, as they do to the `WHERE use_yn = 'Y'` that this replaces.
 * @returns `undefined` for a value that is none of those understood.
 */
export function toActive(value: unknown): boolean | undefined {
  if (value === 'Y' || value === true) return true;
  if (value === 'N' || value === false || value === null || value === undefined) return false;
  return ACTIVE.get(String(value).trim().toLowerCase());
}
