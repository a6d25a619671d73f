import { isUtf8 } from 'node:buffer';
import type { Pacer } from './pacer.js';

/** Thrown when a body is not the JSON array that it should be. It leaves no trace (W3). */
export class MalformedBodyError extends Error {
  override readonly name = 'MalformedBodyError';
}

/** A slice is parsed once this much of the body has come in: well under a millisecond of work. */
const SLICE_BYTES = 64 * 1024;

/** Where one message ends and the next begins, in JSON without blanks, as Electric writes it. */
const BOUNDARY = Buffer.from('},{"');

/**
 * Reads a body that is a JSON array, and gives its items in slices, parsed while the rest still comes in: a body of 10 MB
 * (electric/README.md 9) neither stalls the event loop nor stands in memory as a whole.
 *
 * A slice ends at the last {@link BOUNDARY} in what has come in. Those bytes can also stand inside a string or a nested
 * array, but what comes before them is then no JSON once its bracket is closed, so that parsing tells.
 *
 * @param onChunk called whenever bytes arrive.
 * @throws MalformedBodyError if the body is not a JSON array, or not UTF-8; what `body` throws if it breaks off.
 */
export async function* readMessages(
  body: AsyncIterable<Uint8Array>,
  pacer: Pacer,
  onChunk: () => void = () => {},
): AsyncGenerator<readonly unknown[]> {
  let pending: Uint8Array[] = [];
  let size = 0;
  let enough = SLICE_BYTES;
  let opening = BRACKET;

  for await (const chunk of body) {
    onChunk();
    pending.push(chunk);
    size += chunk.byteLength;
    if (size < enough) continue;

    const bytes = Buffer.concat(pending, size);
    const end = bytes.lastIndexOf(BOUNDARY) + 1;
    const items = end > 0 && bytes[0] === opening ? parseArray(`[${decode(bytes.subarray(1, end))}]`) : undefined;
    if (items === undefined) {
      pending = [bytes];
      enough = size * 2; // a message larger than a slice, or a boundary that is none
      continue;
    }
    pending = [bytes.subarray(end)];
    size -= end;
    enough = SLICE_BYTES;
    opening = COMMA;
    yield items;
    await pacer.breathe();
  }

  const rest = decode(Buffer.concat(pending, size));
  const items = parseArray(opening === COMMA ? `[${rest.slice(1)}` : rest);
  if (items === undefined) throw new MalformedBodyError('the body of the answer is not a JSON array, or breaks off');
  yield items;
}

const BRACKET = '['.charCodeAt(0);
const COMMA = ','.charCodeAt(0);

function parseArray(text: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Checked, so that garbled bytes are an error and not a replacement character in a label. Faster than a fatal TextDecoder. */
function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new MalformedBodyError('the body of the answer is not UTF-8');
  return bytes.toString();
}
