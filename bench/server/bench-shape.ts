import type { ServerResponse } from 'node:http';
import { SCHEMA } from '../data/codes.js';
import { type TransactionKind, transaction } from '../data/transactions.js';
import { sendAnswer, sendMustRefetch } from './answers.js';
import { transactionMessages, upToDate } from './messages.js';
import { snapshotBodies } from './snapshot-bodies.js';

interface Transaction {
  readonly lsn: number;
  readonly lastOp: number;
  readonly messages: string;
}

const FIRST_LSN = 27_300_000;
const POLL_MS = 20_000;

/**
 * One shape, for one who measures with it. Answers as Electric 1.7.12 does (electric/README.md 1–13), with bodies that are
 * made beforehand. Each live poll is answered with one transaction, so that updates can follow one another without pause.
 */
export class BenchShape {
  private generation = 0;
  private bodies: readonly Buffer[];
  private log: Transaction[] = [];
  private lsn = FIRST_LSN;
  private transactions = 0;
  private cursor = 66_909_460;
  private readonly polls = new Set<() => void>();
  /** What was asked: how many requests, and how many different ones, which is what a cache that collapses lets through. */
  requests = 0;
  readonly urls = new Set<string>();

  /** @param snapshot shared by shapes of the same size, until they rotate. */
  constructor(
    private readonly name: string,
    private readonly rows: number,
    snapshot: readonly Buffer[],
  ) {
    this.bodies = snapshot;
  }

  answer(url: URL, response: ServerResponse): void {
    this.requests += 1;
    this.urls.add(url.search);
    const offset = url.searchParams.get('offset') ?? '';
    const chunk = chunkAfter(offset);
    if (offset !== '-1' && url.searchParams.get('handle') !== this.handle) sendMustRefetch(response, this.handle);
    else if (chunk < this.bodies.length) this.snapshot(chunk, offset, response);
    else if (url.searchParams.get('live') === 'true') this.poll(offset, response);
    else this.rest(offset, response);
  }

  /** Commits transactions, one after another. @returns the number of the last. */
  commit(kind: TransactionKind, count: number): number {
    for (let left = count; left > 0; left -= 1) {
      this.transactions += 1;
      this.lsn += 184;
      const rows = transaction(kind, this.transactions, this.rows);
      const messages = transactionMessages(rows, this.lsn, 700 + this.transactions);
      this.log.push({ lsn: this.lsn, lastOp: (rows.length - 1) * 2, messages });
    }
    this.wake();
    return this.transactions;
  }

  /** A new handle, and a snapshot that differs a little. @returns its generation. */
  rotate(): number {
    this.bodies = snapshotBodies(this.rows, this.generation + 1);
    this.generation += 1;
    this.log = [];
    this.wake();
    return this.generation;
  }

  private get handle(): string {
    return `${this.name}-${1_795_341_413_733_224 + this.generation}`;
  }

  private wake(): void {
    for (const poll of [...this.polls]) poll();
  }

  private snapshot(chunk: number, asked: string, response: ServerResponse): void {
    const maxAge = asked === '-1' ? 'max-age=604800, s-maxage=3600' : 'max-age=60';
    this.send(response, this.bodies[chunk] ?? '[]', asked, `0_${chunk}`, {
      'cache-control': `public, ${maxAge}`,
      'electric-schema': SCHEMA,
    });
  }

  /** All that the log has after the offset. */
  private rest(asked: string, response: ServerResponse): void {
    const after = this.after(asked);
    const last = after.at(-1);
    const messages = [...after.map(({ messages }) => messages), upToDate(this.lsn)];
    const next = last === undefined ? (asked.startsWith('0_') ? '0_inf' : asked) : `${last.lsn}_${last.lastOp}`;
    this.send(response, `[${messages.join(',')}]`, asked, next, {
      'cache-control': 'public, max-age=60, stale-while-revalidate=300',
      'electric-schema': SCHEMA,
      'electric-up-to-date': '',
    });
  }

  /** The first transaction after the offset, as soon as there is one. */
  private poll(asked: string, response: ServerResponse): void {
    const { generation } = this;
    const end = (answer: () => void) => {
      clearTimeout(timer);
      this.polls.delete(look);
      answer();
    };
    const look = () => {
      if (generation !== this.generation) return end(() => sendMustRefetch(response));
      const [next] = this.after(asked);
      if (next !== undefined) end(() => this.live(response, asked, next));
    };
    const timer = setTimeout(() => end(() => this.live(response, asked)), POLL_MS);
    this.polls.add(look);
    response.once('close', () => end(() => {}));
    look();
  }

  private live(response: ServerResponse, asked: string, news?: Transaction): void {
    const end = upToDate(this.lsn);
    const body = news === undefined ? `[${end}]` : `[${news.messages},${end}]`;
    this.send(response, body, asked, news === undefined ? asked : `${news.lsn}_${news.lastOp}`, {
      'cache-control': 'public, max-age=5, stale-while-revalidate=5',
      'electric-cursor': String(news === undefined ? this.cursor : this.cursor + news.lsn - FIRST_LSN),
      'electric-up-to-date': '',
      'electric-has-data': String(news !== undefined),
    });
  }

  private after(offset: string): readonly Transaction[] {
    const lsn = offset.startsWith('0_') ? 0 : Number(offset.split('_')[0]);
    const first = lsn === 0 ? 0 : Math.round((lsn - (this.log[0]?.lsn ?? lsn)) / 184) + 1;
    return this.log.slice(first);
  }

  private send(
    response: ServerResponse,
    body: Buffer | string,
    asked: string,
    next: string,
    headers: Record<string, string>,
  ): void {
    sendAnswer(response, body, { handle: this.handle, asked, next }, headers);
  }
}

/** The chunk of the snapshot that comes after an offset. */
function chunkAfter(offset: string): number {
  if (offset === '-1') return 0;
  return Number(/^0_(\d+)$/.exec(offset)?.[1] ?? Number.POSITIVE_INFINITY) + 1;
}
