import type { Clock } from '../../lib/replica/clock.js';
import type { Dice } from './fuzz-dice.js';
import { SCHEMA, type ScriptedRow } from './scripted-electric.js';

/** Sent after as many milliseconds, unless the request is aborted before. */
export interface SoakAnswer {
  readonly afterMs: number;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The first rows stay, and go bad and well again. */
const FIRST = 20;
/** The table has about as many rows, and always others. */
const ROWS = 400;

/**
 * An Electric for weeks: it keeps its table and where its log ends, and of what was asked only numbers. Every second live
 * request is answered with a change; now and then the shape rotates, an answer is missing, or something is wrong with it.
 */
export class SoakElectric {
  readonly counts = { live: 0, withChanges: 0, refetches: 0, snapshots: 0, audits: 0, errors: 0, requests: 0 };
  readonly table = new Map<string, ScriptedRow>();
  private handle = 1;
  private lsn = 1_000;
  private named = 0;
  private cursor = 0;
  private readonly schema = JSON.stringify(SCHEMA);
  /** Nothing happens to the table any more, and nothing goes wrong. */
  isQuiet = false;
  /** The transactions behind the snapshot that the follower has not been given yet are none: it is told at once. */
  private head = '0_inf';

  /**
   * @param refetchEvery a must-refetch after so many live answers.
   * @param pollMs how long a live request without news is held.
   */
  constructor(
    private readonly dice: Dice,
    private readonly refetchEvery: number,
    private readonly pollMs = 20_000,
  ) {
    while (this.table.size < ROWS) this.add();
  }

  answer(url: URL): SoakAnswer {
    this.counts.requests += 1;
    const offset = url.searchParams.get('offset') ?? '';
    const live = url.searchParams.get('live') === 'true';
    if (url.searchParams.has('subset[where]')) return this.subset(url);
    if (offset === '-1') return this.snapshot();
    if (url.searchParams.get('handle') !== this.name) return this.rotated();
    if (!this.isQuiet && this.dice.chance(0.01)) return this.trouble();
    if (!live) return this.log(offset, [], 0);
    if (this.isQuiet) return this.log(offset, [], this.pollMs, true);
    this.counts.live += 1;
    if (this.counts.live % this.refetchEvery === 0) return this.rotate();
    if (this.dice.chance(0.5)) return this.log(offset, [], this.pollMs, true);
    this.counts.withChanges += 1;
    return this.log(offset, this.change(), this.dice.below(this.pollMs), true);
  }

  private get name(): string {
    return `soak-${this.handle}`;
  }

  private snapshot(): SoakAnswer {
    this.counts.snapshots += 1;
    this.head = '0_inf';
    const rows = [...this.table.values()].map((value) => ({ value, key: '', headers: { operation: 'insert' } }));
    return this.respond([...rows, { headers: { control: 'snapshot-end' } }], '0_0', 5, {
      'electric-schema': this.schema,
    });
  }

  private log(offset: string, messages: readonly unknown[], afterMs: number, live = false): SoakAnswer {
    if (offset === '0_0' || offset.startsWith('0_')) this.head = messages.length === 0 ? '0_inf' : this.head;
    const headers: Record<string, string> = { 'electric-up-to-date': '' };
    if (live) headers['electric-cursor'] = String(++this.cursor);
    else headers['electric-schema'] = this.schema;
    const all = [...messages, { headers: { control: 'up-to-date', global_last_seen_lsn: String(this.lsn) } }];
    return this.respond(all, this.head, afterMs, headers);
  }

  /** One transaction: rows come, change and go, and with them groups and codes that never were before. */
  private change(): unknown[] {
    this.lsn += 10;
    const messages: unknown[] = [];
    const seen = new Set<string>();
    for (let count = this.dice.size(8); count > 0; count -= 1) {
      const comes = this.table.size < ROWS + 10 && this.dice.chance(0.3);
      const key = comes ? undefined : this.dice.pick([...this.table.keys()]);
      if (key !== undefined && seen.has(key)) continue;
      const held = key === undefined ? undefined : this.table.get(key);
      const op = messages.length * 2;
      const headers = { lsn: String(this.lsn), op_position: op, txids: [this.lsn % 4_000_000_000] };
      if (key === undefined || held === undefined) {
        const [newKey, value] = this.add();
        seen.add(newKey);
        messages.push({ value, key: '', headers: { ...headers, operation: 'insert' } });
      } else if (this.table.size > ROWS - 10 && this.dice.chance(0.4) && Number(held['code']?.slice(5)) > FIRST) {
        this.table.delete(key);
        seen.add(key);
        messages.push({ value: held, key: '', headers: { ...headers, operation: 'delete' } });
      } else {
        const isOfTheFirst = Number(held['code']?.slice(5)) <= FIRST;
        const use = this.dice.pick(isOfTheFirst ? ['Y', '?'] : ['Y', 'Y', 'N']);
        const value = { ...held, code_name: this.label(), use_yn: use };
        this.table.set(key, value);
        seen.add(key);
        messages.push({ value, key: '', headers: { ...headers, operation: 'update' } });
      }
    }
    const last = messages.at(-1) as { headers: Record<string, unknown> };
    if (this.dice.chance(0.8)) last.headers['last'] = true; // 35
    this.head = `${this.lsn}_${(messages.length - 1) * 2}`;
    return messages;
  }

  private add(): [string, ScriptedRow] {
    this.named += 1;
    const group = `group ${Math.floor(this.named / 20)}`;
    const code = `code ${this.named}`;
    const value: ScriptedRow = {
      amount: String(this.dice.below(1_000)),
      code,
      code_name: this.label(),
      group_code: group,
      sort_order: String(this.dice.below(100)),
      use_yn: 'Y',
    };
    const key = `${group}/${code}`;
    this.table.set(key, value);
    return [key, value];
  }

  private label(): string {
    return `name ${this.dice.below(1e9)}`;
  }

  private rotate(): SoakAnswer {
    this.counts.refetches += 1;
    this.handle += 1;
    return this.rotated();
  }

  private rotated(): SoakAnswer {
    const headers = { 'content-type': 'application/json', 'electric-handle': this.name };
    const body = '[{"headers":{"control":"must-refetch"}}]';
    return { afterMs: 1, status: 409, headers, body };
  }

  /** What proxies and networks do now and then. */
  private trouble(): SoakAnswer {
    this.counts.errors += 1;
    const headers = { 'content-type': 'application/json' };
    return this.dice.pick<SoakAnswer>([
      { afterMs: 5, status: 503, headers: { ...headers, 'retry-after': '1' }, body: '{"message":"later"}' },
      { afterMs: 5, status: 200, headers, body: '[]' },
      { afterMs: 5, status: 502, headers: { 'content-type': 'text/html' }, body: '<html></html>' },
      { afterMs: 5, status: 0, headers, body: '' }, // the connection is reset
      {
        ...this.respond([], this.head, 5, { 'electric-schema': this.schema, 'electric-cursor': '1' }),
        body: '[{"head',
      },
    ]);
  }

  private subset(url: URL): SoakAnswer {
    this.counts.audits += 1;
    if (url.searchParams.get('handle') !== this.name) return this.rotated();
    const data = [...this.table.values()].map((value) => ({ value, key: '', headers: { operation: 'insert' } }));
    const metadata = { xip_list: [], xmax: String(this.lsn + 1), xmin: String(this.lsn + 1) };
    const headers = { 'electric-snapshot': 'true', 'electric-schema': this.schema };
    const answer = this.respond([], url.searchParams.get('offset') ?? '', 5, headers);
    return { ...answer, body: `{"metadata":${JSON.stringify(metadata)}, "data": ${JSON.stringify(data)}}` };
  }

  private respond(
    messages: readonly unknown[],
    offset: string,
    afterMs: number,
    more: Record<string, string>,
  ): SoakAnswer {
    const headers = {
      'content-type': 'application/json',
      'electric-handle': this.name,
      'electric-offset': offset,
      ...more,
    };
    return { afterMs, status: 200, headers, body: JSON.stringify(messages) };
  }
}

/** As a `fetch`, on a clock that tests own. */
export function fetchFrom(electric: SoakElectric, clock: Clock, onActivity: () => void): typeof globalThis.fetch {
  return (input, init) =>
    new Promise((resolve, reject) => {
      onActivity();
      const { afterMs, status, headers, body } = electric.answer(new URL(String(input)));
      const signal = init?.signal ?? undefined;
      const end = () => {
        onActivity();
        signal?.removeEventListener('abort', abort);
        if (status === 0) reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } }));
        else resolve(new Response(body, { status, headers }));
      };
      const cancel = clock.after(afterMs, end);
      const abort = () => {
        onActivity();
        cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
}
