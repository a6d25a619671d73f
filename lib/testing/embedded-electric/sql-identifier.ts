/** A name as SQL wants it, quoted. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."table"` */
export function quoteRelation(relation: { readonly schema: string; readonly name: string }): string {
  return `${quoteIdentifier(relation.schema)}.${quoteIdentifier(relation.name)}`;
}

export function quoteLiteral(value: string): string {
  const quoted = value.replaceAll("'", "''");
  return value.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

const LONGEST = 63;

/**
 * Reads an identifier as Electric does: quoted, or folded to lower case (transcripts 10 and 15).
 * @returns the name, or what is wrong with it, in Electric's words.
 */
export function parseIdentifier(text: string): { readonly name: string } | { readonly problem: string } {
  const parsed =
    text.length > 1 && text.startsWith('"') && text.endsWith('"') ? quoted(text.slice(1, -1)) : plain(text);
  if ('name' in parsed && [...parsed.name].length > LONGEST) {
    return { problem: `Identifier is too long (max length is ${LONGEST})` };
  }
  return parsed;
}

/** Splits at a separator that is not inside double quotes. */
export function splitOutsideQuotes(text: string, separator: '.' | ','): string[] {
  const parts = [''];
  let inQuotes = false;
  for (const char of text) {
    if (char === '"') inQuotes = !inQuotes;
    if (char === separator && !inQuotes) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

function quoted(inner: string): { name: string } | { problem: string } {
  if (inner === '') return { problem: 'Invalid zero-length delimited identifier' };
  if (/(?<!")"(?!")/.test(inner)) return { problem: `Invalid identifier with unescaped quote: ${inner}` };
  return { name: inner.replaceAll('""', '"') };
}

function plain(text: string): { name: string } | { problem: string } {
  if (text === '') return quoted(text);
  if (!/^[\p{L}_][\p{L}\p{M}_0-9$]*$/u.test(text)) {
    return { problem: `Invalid unquoted identifier contains special characters: ${text}` };
  }
  return { name: text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) };
}
