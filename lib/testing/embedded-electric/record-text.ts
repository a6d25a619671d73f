/**
 * Reads a whole row as Postgres writes it in text: `(1,"a ""b""",,"")`. Each field is spelled by its type's output
 * function, which is how Electric's log spells it too (README 17, 37).
 */
export function parseRecord(text: string): (string | null)[] {
  const values: (string | null)[] = [];
  let at = 1;
  while (at < text.length) {
    if (text[at] === '"') {
      const field = quotedField(text, at + 1);
      values.push(field.value);
      at = field.end + 1;
      continue;
    }
    let end = at;
    while (text[end] !== ',' && text[end] !== ')') end++;
    values.push(end === at ? null : text.slice(at, end));
    at = end + 1;
  }
  return values;
}

/** From behind the opening quote to the separator behind the closing one. Quotes and backslashes inside are doubled. */
function quotedField(text: string, from: number): { value: string; end: number } {
  let value = '';
  let start = from;
  for (let at = from; ; at++) {
    const char = text[at];
    if (char !== '"' && char !== '\\') continue;
    value += text.slice(start, at);
    if (char === '"' && text[at + 1] !== '"') return { value, end: at + 1 };
    at++;
    start = at;
  }
}
