import type { ColumnValue } from '../domain/row.interface.js';

/** Postgres has no deeper arrays. */
const MOST_DIMENSIONS = 6;

/**
 * Parses Postgres's text form of an array, of any depth: `{1,NULL,"a,b"}`, `{{a,b},{c,d}}`, `[0:1]={1,2}`.
 *
 * @param element decodes an element's text.
 * @returns `undefined` if the text is not an array.
 * @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function parseArray(
  text: string,
  element: (text: string) => ColumnValue | undefined,
): ColumnValue[] | undefined {
  let at = text.startsWith('[') ? text.indexOf('=') + 1 : 0;

  function array(depth: number): ColumnValue[] | undefined {
    if (text[at] !== '{' || depth > MOST_DIMENSIONS) return undefined;
    at += 1;
    const items: ColumnValue[] = [];
    if (text[at] === '}') {
      at += 1;
      return items;
    }
    for (;;) {
      const item = text[at] === '{' ? array(depth + 1) : text[at] === '"' ? quoted() : bare();
      if (item === undefined) return undefined;
      items.push(item);
      const end = text[at];
      at += 1;
      if (end === '}') return items;
      if (end !== ',') return undefined;
    }
  }
  function quoted(): ColumnValue | undefined {
    let value = '';
    for (at += 1; at < text.length; at += 1) {
      if (text[at] === '"') {
        at += 1;
        return element(value);
      }
      if (text[at] === '\\') at += 1;
      value += text[at];
    }
    return undefined;
  }
  function bare(): ColumnValue | undefined {
    const start = at;
    while (at < text.length && text[at] !== ',' && text[at] !== '}') at += 1;
    const value = text.slice(start, at);
    if (value === 'NULL') return null;
    return value === '' ? undefined : element(value);
  }

  const parsed = array(1);
  return at === text.length ? parsed : undefined;
}
