import type { Clock } from '../../lib/replica/clock.js';
import { badRequest, mustRefetch } from './scripted-refusals.js';
import { SCHEMA, type ScriptedRow } from './scripted-rows.js';
import { ScriptedShape } from './scripted-shape.js';

/** A request, taken apart. */
export interface ScriptedRequest {
  readonly url: URL;
  readonly offset: string;
  readonly handle: string | null;
  readonly live: boolean;
  readonly headers: Headers;
  readonly signal: AbortSignal;
}

/** Whether it asks for a subset snapshot, as audits do (30). */
export function isSubset({ url }: { readonly url: URL }): boolean {
  return url.searchParams.has('subset[where]');
}

/** A shape log, answered as Electric 1.7.12 answers (shared/electric/README.md). */
export class ScriptedAnswers extends ScriptedShape {
  schema = SCHEMA;
  /** How many rows of the log an answer may hold. */
  chunkRows = Number.POSITIVE_INFINITY;
  /** How many rows of the snapshot an answer may hold. */
  snapshotChunkRows = Number.POSITIVE_INFINITY;
  /** Says up-to-date where a chunk ends, though there is more (33). */
  claimsUpToDate = false;
  pollMs = 20_000;
  private cursor = 0;

  constructor(
    private readonly clock: Clock,
    rows: readonly ScriptedRow[] = [],
    key: (row: ScriptedRow) => string = ({ group_code, code }) => `${group_code}/${code}`,
  ) {
    super(clock, rows, key);
  }

  /** The script's own answer. */
  async answer(request: ScriptedRequest): Promise<Response> {
    const { offset, handle, live } = request;
    if (isSubset(request)) return this.subsetAnswer(request);
    if (offset === '-1') return this.snapshotAnswer(0);
    if (handle !== this.handle) return mustRefetch(this.handle);
    if (/^0_\d+$/.test(offset)) {
      const chunk = Number(offset.slice(2)) + 1;
      if (chunk * this.snapshotChunkRows < this.snapshot.length) return this.snapshotAnswer(chunk);
    }
    if (live && this.log.after(offset).length === 0) {
      await this.polls.wait(this.pollMs, request.signal);
      if (handle !== this.handle) return mustRefetch();
    }
    return this.logAnswer(request);
  }

  private snapshotAnswer(chunk: number): Response {
    const size = this.snapshotChunkRows;
    const rows = Number.isFinite(size) ? this.snapshot.slice(chunk * size, (chunk + 1) * size) : this.snapshot;
    const messages = rows.map((value) => ({
      key: this.key(value),
      value,
      headers: { operation: 'insert', relation: ['public', 'common_code'] },
    }));
    const end = { headers: { control: 'snapshot-end', xip_list: [], xmax: '1', xmin: '1' } };
    return this.respond([...messages, end], `0_${chunk}`, {});
  }

  /** The table as it is, past the log (30, transcript 26). */
  private subsetAnswer({ handle, offset }: ScriptedRequest): Response {
    if (handle !== this.handle) return mustRefetch(this.handle);
    const data = this.rows().map((value) => ({ key: this.key(value), value, headers: { operation: 'insert' } }));
    const next = String(this.log.txid + 1);
    const metadata = { snapshot_mark: 1, database_lsn: String(this.log.lsn), xip_list: [], xmax: next, xmin: next };
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'electric-snapshot': 'true',
      'electric-handle': this.handle,
      'electric-offset': offset,
      'electric-schema': JSON.stringify(this.schema),
    };
    return new Response(`{"metadata":${JSON.stringify(metadata)}, "data": ${JSON.stringify(data)}}`, { headers });
  }

  private logAnswer({ offset, live }: ScriptedRequest): Response {
    const pending = this.log.after(offset);
    if (pending.length === 0 && !live && this.log.isInsideTransaction(offset))
      return badRequest('offset', 'out of bounds for this shape');
    const given = pending.slice(0, this.chunkRows);
    const messages: unknown[] = given.map(({ lsn, txid, op, last, change }) => ({
      value: change.row,
      key: this.key(change.row),
      headers: { ...(last && { last }), operation: change.operation, lsn: String(lsn), op_position: op, txids: [txid] },
    }));
    const upToDate = given.length === pending.length || this.claimsUpToDate;
    if (upToDate) messages.push({ headers: { control: 'up-to-date', global_last_seen_lsn: String(this.log.lsn) } });
    const end = given.at(-1);
    const next = end !== undefined ? `${end.lsn}_${end.op}` : offset.startsWith('0_') ? '0_inf' : offset;
    return this.respond(messages, next, { live, upToDate });
  }

  private respond(messages: readonly unknown[], offset: string, { live = false, upToDate = false }): Response {
    const headers: Record<string, string> = {
      'content-type': 'application/json; charset=utf-8',
      date: new Date(this.clock.wall()).toUTCString(),
      'electric-handle': this.handle,
      'electric-offset': offset,
      'electric-has-data': 'true',
    };
    if (live) {
      this.cursor += 1;
      headers['electric-cursor'] = String(this.cursor);
    }
    if (!live) headers['electric-schema'] = JSON.stringify(this.schema);
    if (upToDate) headers['electric-up-to-date'] = '';
    return new Response(JSON.stringify(messages), { status: 200, headers });
  }
}
