import { codes } from '../data/codes.js';
import { changed } from '../data/transactions.js';
import { SNAPSHOT_END, snapshotMessage } from './messages.js';

/** Electric cuts its answers at about this size (electric/README.md 9). */
const CHUNK_BYTES = 10 * 1024 * 1024;
/** After a rotation this many rows, spread over the table, are not as they were. */
const CHANGED_BY_ROTATION = 100;

/**
 * The snapshot of a table, as the bodies of the answers that it takes.
 * @param generation how often the shape has rotated: each time some labels change.
 */
export function snapshotBodies(rows: number, generation: number): Buffer[] {
  const bodies: Buffer[] = [];
  let messages: string[] = [];
  let size = 0;
  const close = () => {
    bodies.push(Buffer.from(`[${messages.join(',')}]`));
    messages = [];
    size = 0;
  };
  const isChanged = changedByRotation(rows);
  codes(rows).forEach((row, index) => {
    const message = snapshotMessage(generation > 0 && isChanged(index) ? changed(index, generation, rows) : row);
    messages.push(message);
    size += Buffer.byteLength(message) + 1;
    if (size >= CHUNK_BYTES) close();
  });
  messages.push(SNAPSHOT_END);
  close();
  return bodies;
}

/** The first row, and others at equal distances: the first tells that the new snapshot is there. */
function changedByRotation(rows: number): (index: number) => boolean {
  const stride = Math.max(1, Math.floor(rows / CHANGED_BY_ROTATION));
  return (index) => index % stride === 0;
}
