import { isUtf8, transcode } from 'node:buffer';
import type { Pacer } from './pacer.js';

/** Thrown when a body is not the JSON array that it should be. It leaves no trace (W3). */
export class MalformedBodyError extends Error {
  override readonly name = 'MalformedBodyError';
}

/** At most so much of the body is parsed at a time, a message that is larger apart: well under a millisecond of work. */
const SLICE_BYTES = 64 * 1024;

/** Where one message ends and the next begins, in JSON without blanks, as Electric writes it. */
const BOUNDARY = Buffer.from('},{"');

/**
 * Reads a body that is a JSON array, and gives its items in slices, parsed while the rest still comes in: a body of 10 MB
 * (electric/README.md 9) neither stalls the event loop nor stands in memory as a whole.
 *
 * A slice ends at the last {@link BOUNDARY} that it has room for. Those bytes can also stand inside a string or a nested
 * array, but what comes before them is then no JSON once its bracket is closed, so that parsing tells.
 *
 * @throws MalformedBodyError if the body is not a JSON array, or not UTF-8; what `body` throws if it breaks off.
 */
export async function* readMessages(body: AsyncIterable<Uint8Array>, pacer: Pacer): AsyncGenerator<readonly unknown[]> {
  let pending: Uint8Array[] = [];
  let size = 0;
  let sliceBytes = SLICE_BYTES;
  let isOpen = false;

  for await (const chunk of body) {
    pending.push(chunk);
    size += chunk.byteLength;
    if (size < sliceBytes) continue;

    let bytes = joined(pending, size);
    while (bytes.length >= sliceBytes) {
      const end = bytes.lastIndexOf(BOUNDARY, sliceBytes - BOUNDARY.length) + 1;
      const items = end > 0 && (isOpen || bytes[0] === BRACKET) ? parseSlice(bytes, end) : undefined;
      if (items === undefined) {
        sliceBytes *= 2; // a message larger than a slice, or a boundary that is none
        continue;
      }
      isOpen = true;
      bytes = bytes.subarray(end);
      sliceBytes = SLICE_BYTES;
      yield items;
      await pacer.breathe();
    }
    pending = [bytes];
    size = bytes.length;
  }

  const rest = joined(pending, size);
  if (isOpen) rest[0] = BRACKET;
  const items = parseArray(decode(rest));
  if (items === undefined) throw new MalformedBodyError('the body of the answer is not a JSON array, or breaks off');
  yield items;
}

const BRACKET = '['.charCodeAt(0);
const CLOSING_BRACKET = ']'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);

/** The messages before `end`, where the comma to the next one stands. The brackets are set in the bytes: no text is copied. */
function parseSlice(bytes: Buffer, end: number): readonly unknown[] | undefined {
  const first = bytes[0] as number;
  bytes[0] = BRACKET;
  bytes[end] = CLOSING_BRACKET;
  const items = parseArray(decode(bytes.subarray(0, end + 1)));
  bytes[0] = first;
  bytes[end] = COMMA;
  return items;
}

function joined(chunks: readonly Uint8Array[], size: number): Buffer {
  const [only] = chunks;
  if (only === undefined || chunks.length > 1) return Buffer.concat(chunks, size);
  return Buffer.from(only.buffer, only.byteOffset, only.byteLength);
}

function parseArray(text: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Checked, so that garbled bytes are an error and not a replacement character in a label. By way of UTF-16: in half the
 * time that Node 20 takes from UTF-8 to a string.
 */
function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new MalformedBodyError('the body of the answer is not UTF-8');
  return transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
}
