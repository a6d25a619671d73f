import { scanSql } from './sql-scanner.js';

const REFUSAL = Buffer.from(
  "DO $$ BEGIN RAISE feature_not_supported USING MESSAGE = 'COPY FROM STDIN is not supported by the embedded Electric: " +
    "PGlite waits for its data for ever. Use INSERT.'; END $$\0",
);

/**
 * PGlite, asked to copy from its client, never answers again, and its process does nothing else any more. The statement
 * is replaced by one that fails, so that Postgres itself tells the client.
 * @param message of the Postgres protocol
 */
export function refuseCopyFromClient(message: Uint8Array): Uint8Array {
  const type = String.fromCharCode(message[0] ?? 0);
  if (type !== 'Q' && type !== 'P') return message;
  const content = Buffer.from(message.buffer, message.byteOffset + 5, message.byteLength - 5);
  const name = type === 'P' ? content.subarray(0, content.indexOf(0) + 1) : Buffer.alloc(0);
  if (!copiesFromClient(content.subarray(name.length).toString())) return message;
  const noParameters = Buffer.alloc(type === 'P' ? 2 : 0);
  const body = Buffer.concat([name, REFUSAL, noParameters]);
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(body.length + 4, 1);
  return Uint8Array.from(Buffer.concat([head, body]));
}

function copiesFromClient(sql: string): boolean {
  if (!/stdin/i.test(sql)) return false;
  const words = scanSql(sql).map(({ text }) => text);
  return words.includes('copy') && words.some((word, index) => word === 'stdin' && words[index - 1] === 'from');
}
