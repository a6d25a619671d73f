import type { Clock } from '../../lib/replica/clock.js';

/** A row as Electric sends it. */
export type ScriptedRow = Record<string, string | null>;

/** What a transaction does to one row. */
export interface ScriptedChange {
  readonly operation: 'insert' | 'update' | 'delete';
  readonly row: ScriptedRow;
}

interface LogEntry {
  readonly lsn: number;
  readonly txid: number;
  readonly op: number;
  readonly last: boolean;
  readonly change: ScriptedChange;
}

/** A request, taken apart. */
export interface ScriptedRequest {
  readonly url: URL;
  readonly offset: string;
  readonly handle: string | null;
  readonly live: boolean;
  readonly headers: Headers;
  readonly signal: AbortSignal;
}

/** Answers instead of the script; `undefined` leaves it to the next, or to the script. */
export type Intervention = (request: ScriptedRequest) => Response | Promise<Response> | undefined;

export const SCHEMA: Record<string, Record<string, unknown>> = {
  amount: { type: 'int4' },
  code: { type: 'text', not_null: true, pk_index: 1 },
  code_name: { type: 'text' },
  group_code: { type: 'text', not_null: true, pk_index: 0 },
  sort_order: { type: 'int4' },
  use_yn: { type: 'bpchar', length: 1 },
};

/** A row of the table that the script plays. */
export function row(group: string, code: string, name: string | null = code, more: ScriptedRow = {}): ScriptedRow {
  return { amount: '0', code, code_name: name, group_code: group, sort_order: '1', use_yn: 'Y', ...more };
}

/**
 * A shape log as Electric 1.7.12 serves it (shared/electric/README.md), without a database and without sockets: a `fetch`.
 * It can be made to answer as the real one was seen to answer only now and then: chunks that end inside a transaction (9),
 * up-to-date inside a transaction (33), positions past rows that were not given (34), no `last` (35).
 */
export class ScriptedElectric {
  /** Every request, in order. */
  readonly requests: ScriptedRequest[] = [];
  readonly interventions: Intervention[] = [];
  schema = SCHEMA;
  handle = 'shape-1';
  /** How many rows of the log an answer may hold. */
  chunkRows = Number.POSITIVE_INFINITY;
  /** How many rows of the snapshot an answer may hold. */
  snapshotChunkRows = Number.POSITIVE_INFINITY;
  /** How many rows of the log have been written so far: the rest is still being written. */
  written: number | undefined;
  /** Says up-to-date where a chunk ends, though there is more (33). */
  claimsUpToDate = false;
  pollMs = 20_000;

  private readonly table = new Map<string, ScriptedRow>();
  private snapshot: ScriptedRow[] = [];
  private log: LogEntry[] = [];
  private lsn = 1_000;
  private txid = 700;
  private handles = 1;
  private cursor = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly clock: Clock,
    rows: readonly ScriptedRow[] = [],
    private readonly key: (row: ScriptedRow) => string = ({ group_code, code }) => `${group_code}/${code}`,
  ) {
    for (const each of rows) this.table.set(key(each), each);
    this.snapshot = [...this.table.values()];
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(String(input));
    const request: ScriptedRequest = {
      url,
      offset: url.searchParams.get('offset') ?? '',
      handle: url.searchParams.get('handle'),
      live: url.searchParams.get('live') === 'true',
      headers: new Headers(init?.headers),
      signal: init?.signal ?? new AbortController().signal,
    };
    this.requests.push(request);
    for (const intervene of [...this.interventions]) {
      const answer = intervene(request);
      if (answer !== undefined) return answer;
    }
    return this.answer(request);
  };

  /** The rows that the table has now. */
  rows(): ScriptedRow[] {
    return [...this.table.values()];
  }

  /** Answers the next request only, or the next so many. */
  next(answer: Intervention, times = 1): void {
    let left = times;
    const intervene: Intervention = (request) => {
      const response = answer(request);
      if (response !== undefined && --left === 0) {
        this.interventions.splice(this.interventions.indexOf(intervene), 1);
      }
      return response;
    };
    this.interventions.push(intervene);
  }

  /** One transaction. @param last whether its last row says so (35). */
  transaction(changes: readonly ScriptedChange[], last = true): void {
    const { lsn, txid } = this.begin();
    changes.forEach((change, index) => {
      this.write(change);
      this.log.push({ lsn, txid, op: index * 2, last: last && index === changes.length - 1, change });
    });
    this.wake();
  }

  /** From now on the log stays behind Postgres (31), until {@link catchUp}. */
  fallBehind(): void {
    this.written ??= this.log.length;
  }

  /** The log tells of all that Postgres has. */
  catchUp(): void {
    this.written = undefined;
    this.wake();
  }

  /** One transaction of which the log never tells: what was lost when the shape was made (29). */
  lose(changes: readonly ScriptedChange[]): void {
    this.begin();
    for (const change of changes) this.write(change);
  }

  private begin(): { lsn: number; txid: number } {
    this.lsn += 100;
    this.txid += 1;
    return { lsn: this.lsn, txid: this.txid };
  }

  private write({ operation, row: changed }: ScriptedChange): void {
    if (operation === 'delete') this.table.delete(this.key(changed));
    else this.table.set(this.key(changed), changed);
  }

  upsert(...rows: readonly ScriptedRow[]): void {
    this.transaction(
      rows.map((each) => ({ operation: this.table.has(this.key(each)) ? 'update' : 'insert', row: each })),
    );
  }

  remove(...rows: readonly ScriptedRow[]): void {
    this.transaction(rows.map((each) => ({ operation: 'delete', row: each })));
  }

  /** The shape is made anew under another handle: what TRUNCATE and DDL lead to. */
  rotate(rows: readonly ScriptedRow[] = this.rows()): void {
    this.table.clear();
    for (const each of rows) this.table.set(this.key(each), each);
    this.snapshot = [...rows];
    this.log = [];
    this.written = undefined;
    this.handles += 1;
    this.handle = `shape-${this.handles}`;
    this.wake();
  }

  /** Wakes the polls that wait. */
  wake(): void {
    for (const each of [...this.waiting]) each();
  }

  /** The script's own answer. */
  async answer(request: ScriptedRequest): Promise<Response> {
    const { offset, handle, live } = request;
    if (request.url.searchParams.has('subset[where]')) return this.subsetAnswer(request);
    if (offset === '-1') return this.snapshotAnswer(0);
    if (handle !== this.handle) return mustRefetch(this.handle);
    if (/^0_\d+$/.test(offset)) {
      const chunk = Number(offset.slice(2)) + 1;
      if (chunk * this.snapshotChunkRows < this.snapshot.length) return this.snapshotAnswer(chunk);
    }
    if (live && this.after(offset).length === 0) {
      await this.untilWoken(request.signal);
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
    const next = String(this.txid + 1);
    const metadata = { snapshot_mark: 1, database_lsn: String(this.lsn), xip_list: [], xmax: next, xmin: next };
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
    const pending = this.after(offset);
    if (pending.length === 0 && !live && this.isInsideTransaction(offset))
      return badRequest('offset', 'out of bounds for this shape');
    const given = pending.slice(0, this.chunkRows);
    const messages: unknown[] = given.map(({ lsn, txid, op, last, change }) => ({
      value: change.row,
      key: this.key(change.row),
      headers: { ...(last && { last }), operation: change.operation, lsn: String(lsn), op_position: op, txids: [txid] },
    }));
    const upToDate = given.length === pending.length || this.claimsUpToDate;
    if (upToDate) messages.push({ headers: { control: 'up-to-date', global_last_seen_lsn: String(this.lsn) } });
    const end = given.at(-1);
    const next = end !== undefined ? `${end.lsn}_${end.op}` : offset.startsWith('0_') ? '0_inf' : offset;
    return this.respond(messages, next, { live, upToDate });
  }

  /** The rows of the log after an offset that have been written. */
  private after(offset: string): LogEntry[] {
    const [lsn = 0, op = 0] = offset.split('_').map(Number);
    const written = this.log.slice(0, this.written);
    if (lsn === 0) return written;
    return written.filter((entry) => entry.lsn > lsn || (entry.lsn === lsn && entry.op > op));
  }

  private isInsideTransaction(offset: string): boolean {
    const [lsn = 0, op = 0] = offset.split('_').map(Number);
    return this.log.some((entry) => entry.lsn === lsn && entry.op > op);
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

  private untilWoken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        cancel();
        this.waiting.delete(done);
        resolve();
      };
      const cancel = this.clock.after(this.pollMs, done);
      this.waiting.add(done);
      signal.addEventListener('abort', () => {
        cancel();
        this.waiting.delete(done);
        reject(signal.reason);
      });
    });
  }
}

/** A 409, with or without the new handle (11, 12). */
export function mustRefetch(handle?: string): Response {
  return json(
    [{ headers: { control: 'must-refetch' } }],
    409,
    handle === undefined ? {} : { 'electric-handle': handle },
  );
}

/** A 400 as Electric words it. */
export function badRequest(parameter: string, problem: string): Response {
  return json({ message: 'Invalid request', errors: { [parameter]: [problem] } }, 400);
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}
