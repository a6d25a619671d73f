import { randomUUID } from 'node:crypto';
import { readMessages } from './body-reader.js';
import type { Clock } from './clock.js';
import { ExchangeError } from './exchange-error.js';
import type { Pacer } from './pacer.js';
import { readFailure, readHeaders } from './shape-answer.js';
import type { ShapePosition } from './shape-offset.js';
import type { ShapeSchema, WireRow } from './shape-schema.js';
import type { OpenAnswer, ShapeTransport } from './shape-transport.js';
import { type SubsetMetadata, subsetRows } from './subset-body.js';
import { Watchdog } from './watchdog.js';

/** Asks Electric for the whole shape as Postgres has it now, past its log (electric/README.md 30, transcript 26). */
export class SubsetReader {
  constructor(
    private readonly parts: { readonly transport: ShapeTransport; readonly clock: Clock; readonly pacer: Pacer },
  ) {}

  /**
   * @param schema by which the rows that we hold were decoded.
   * @param onRow called for each row.
   * @returns what the query had seen; `undefined` if the shape at this position is no more, or is described otherwise now.
   * @throws ExchangeError if Electric does not answer so; what `onRow` throws.
   */
  async read(
    { handle, offset }: ShapePosition,
    schema: ShapeSchema,
    onRow: (row: WireRow) => void,
    signal: AbortSignal,
  ): Promise<SubsetMetadata | undefined> {
    const { transport, clock, pacer } = this.parts;
    const { endpoint } = transport;
    const request = { handle, offset, live: false, subset: true, fresh: randomUUID() };
    const watchdog = new Watchdog(clock, signal);
    let answer: OpenAnswer | undefined;
    try {
      answer = await transport.send(request, watchdog);
      if (answer.status === 409) return undefined;
      if (answer.status !== 200) throw await readFailure(answer, endpoint, clock.wall());
      if (answer.headers.get('electric-snapshot') !== 'true') {
        throw new ExchangeError(
          `${endpoint} does not answer with subset snapshots: audits need an Electric that has them`,
        );
      }
      const headers = readHeaders(answer, request, endpoint);
      if (headers.handle !== handle || !headers.schema?.decodesAs(schema)) return undefined;
      let metadata: SubsetMetadata | undefined;
      const rows = subsetRows(answer.body, (said) => {
        metadata = said;
      });
      for await (const slice of readMessages(rows, pacer)) {
        for (const message of slice) onRow(rowOf(message, endpoint));
        signal.throwIfAborted();
      }
      return metadata;
    } finally {
      answer?.release();
      watchdog.close();
    }
  }
}

function rowOf(message: unknown, endpoint: string): WireRow {
  const value = (message as { value?: unknown } | null)?.value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as WireRow;
  throw new ExchangeError(`the subset snapshot of ${endpoint} holds something that is no row`);
}
