import { MalformedBodyError } from './body-reader.js';

/** Which transactions a query of Postgres had seen, as `pg_current_snapshot()` has it. */
export interface SubsetMetadata {
  readonly xmin: string;
  readonly xmax: string;
  readonly xip_list: readonly (string | number)[];
}

/** How a subset snapshot begins (transcript 26): `{"metadata":{…}, "data": [`. */
const OPENING = /^\s*\{\s*"metadata"\s*:\s*(\{[^{}]*\})\s*,\s*"data"\s*:\s*(?=\[)/;
const LONGEST_OPENING = 1024 * 1024;
/** Held back while more may come: the object's closing brace is not of the array. */
const TAIL_BYTES = 16;

/**
 * The bytes of the array of rows that a subset snapshot wraps.
 * @param onMetadata called before the first byte of it.
 * @throws MalformedBodyError if it is no subset snapshot.
 */
export async function* subsetRows(
  body: AsyncIterable<Uint8Array>,
  onMetadata: (metadata: SubsetMetadata) => void,
): AsyncGenerator<Uint8Array> {
  let held = Buffer.alloc(0);
  let opened = false;
  for await (const chunk of body) {
    held = Buffer.concat([held, chunk]);
    if (!opened) {
      const opening = OPENING.exec(held.toString('latin1'));
      if (opening === null) {
        if (held.byteLength > LONGEST_OPENING) break;
        continue;
      }
      onMetadata(metadataOf(opening[1] ?? ''));
      held = held.subarray(opening[0].length);
      opened = true;
    }
    if (held.byteLength <= TAIL_BYTES) continue;
    yield held.subarray(0, -TAIL_BYTES);
    held = held.subarray(-TAIL_BYTES);
  }
  const end = /\}\s*$/.exec(held.toString('latin1'));
  if (!opened || end === null)
    throw new MalformedBodyError('the body of the answer is no subset snapshot, or breaks off');
  yield held.subarray(0, end.index);
}

function metadataOf(json: string): SubsetMetadata {
  try {
    const { xmin, xmax, xip_list } = JSON.parse(json) as Record<string, unknown>;
    const ids = [xmin, xmax, ...(xip_list as unknown[])].map(String);
    if (ids.every((id) => /^\d{1,20}$/.test(id))) {
      return { xmin: String(xmin), xmax: String(xmax), xip_list: ids.slice(2) };
    }
  } catch {
    // said below
  }
  throw new MalformedBodyError('the body of the answer does not say which transactions the subset snapshot has seen');
}
