/** How much of what a server said is passed on. */
const MAX_LENGTH = 400;

/**
 * Makes what a server said fit for a log line: one line, short, and without the values that we sent it in confidence,
 * spelled plainly or as in a URL (I6).
 *
 * @param confidential the URL, the secret, and the values of headers and of the user's query.
 */
export function redact(text: string, confidential: readonly string[]): string {
  let clean = text;
  for (const value of [...confidential].sort((a, b) => b.length - a.length)) {
    if (value === '') continue;
    for (const spelling of spellings(value)) clean = clean.replaceAll(spelling, '***');
  }
  clean = clean
    .replace(/https?:\/\/[^\s"'<>]+/g, (url) => url.replace(/[?#].*$/, ''))
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}

/** A value as it can be spelled in a text; for a URL, also its query alone, which must not be told either. */
function spellings(value: string): string[] {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return [
    ...[value, url?.href ?? value, url?.search || value],
    ...[encodeURIComponent(value), new URLSearchParams({ v: value }).toString().slice(2)],
  ];
}
