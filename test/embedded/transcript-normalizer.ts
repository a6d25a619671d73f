import type { RecordedAnswer } from './transcript.js';

/** Headers that say nothing about Electric: times, ids, and how the server keeps its connections. */
const IGNORED = new Set(['date', 'x-request-id', 'connection', 'keep-alive', 'content-length']);

/**
 * Replaces what differs from run to run by the order of its first appearance: `<handle 1>`, `<lsn 2>`, `<tx 1>`. Two
 * runs that did the same then look the same, character by character.
 */
export class TranscriptNormalizer {
  private readonly symbols = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  handle(text: string): string {
    return this.symbol('handle', text);
  }

  answer({ status, headers, body }: RecordedAnswer): unknown {
    const kept = Object.entries(headers).filter(([name]) => !IGNORED.has(name));
    const normalBody = this.body(body);
    return {
      status,
      headers: Object.fromEntries(kept.map(([name, value]) => [name, this.header(name, value)])),
      body: normalBody,
    };
  }

  private header(name: string, value: string): string {
    if (name === 'electric-cursor') return '<cursor>';
    if (name === 'electric-handle') return this.handle(value);
    if (name === 'electric-offset') return this.offset(value);
    if (name !== 'etag') return value;
    const [handle = '', from, to, unique] = value.replaceAll('"', '').split(':');
    return [this.handle(handle), ...[from, to].map((each) => this.offset(each ?? '')), unique && '<unique>'].join(':');
  }

  private body(body: string): string {
    return body
      .replaceAll(/"(xmin|xmax)":"\d+"/g, '"$1":"<xid>"')
      .replaceAll(/"database_lsn":"\d+"/g, '"database_lsn":"<lsn>"')
      .replaceAll(/"snapshot_mark":(\d+)/g, (_, mark) => `"snapshot_mark":${this.symbol('mark', mark)}`)
      .replaceAll(/"lsn":"(\d+)"/g, (_, lsn) => `"lsn":"${this.symbol('lsn', lsn)}"`)
      .replaceAll(/"txids":\[(\d+)\]/g, (_, txid) => `"txids":[${this.symbol('tx', txid)}]`)
      .replaceAll(/"global_last_seen_lsn":"(\d+)"/g, (_, lsn) => `"global_last_seen_lsn":"${this.known('lsn', lsn)}"`);
  }

  private offset(offset: string): string {
    return offset.replace(/^([1-9]\d*)_/, (_, lsn) => `${this.symbol('lsn', lsn)}_`);
  }

  private symbol(kind: string, value: string): string {
    const key = `${kind} ${value}`;
    if (!this.symbols.has(key)) {
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
      this.symbols.set(key, `<${kind} ${this.counts.get(kind)}>`);
    }
    return this.symbols.get(key) as string;
  }

  /** The last LSN that Electric saw may be one of a transaction that no answer showed. */
  private known(kind: string, value: string): string {
    return this.symbols.get(`${kind} ${value}`) ?? '<another>';
  }
}
