import type pg from 'pg';
import { scanSql } from '../../lib/testing/embedded-electric/sql-scanner.js';
import { ShapeReader } from '../support/electric-shape-reader.js';
import type { RecordedAnswer, RecordedExchange, Step } from './transcript.js';
import { TranscriptNormalizer } from './transcript-normalizer.js';

/** What an exchange was and what it is now, both normalised. */
export interface Comparison {
  readonly request: string;
  readonly recorded: unknown;
  readonly played: unknown;
}

/** Does again what a transcript did, against another Electric, and compares answer by answer. */
export class TranscriptPlayer {
  private readonly recorded = new TranscriptNormalizer();
  private readonly played = new TranscriptNormalizer();
  /** What to write for a handle or LSN of the record. */
  private readonly translation = new Map<string, string>();
  private readonly comparisons: Comparison[] = [];

  constructor(
    private readonly url: string,
    private readonly client: pg.Client,
  ) {}

  async play(steps: readonly Step[]): Promise<readonly Comparison[]> {
    let before: (() => Promise<void>)[] = [];
    const runBefore = async () => {
      for (const action of before.splice(0)) await action();
    };
    for (const [index, step] of steps.entries()) {
      if (step.kind === 'sql') before.push(() => this.run(step.sql));
      else if (step.kind === 'synced') {
        await runBefore();
        await this.sync(step);
      } else if (step.kind === 'exchange') {
        const next = steps[index + 1];
        if (step.method === 'DELETE' && next?.kind === 'exchange' && waited(next)) {
          before.push(() => this.exchange(step));
          continue;
        }
        if (!waited(step)) await runBefore();
        await this.exchange(step, runBefore);
        before = [];
      }
    }
    return this.comparisons;
  }

  /** One statement after another, as psql does. */
  private async run(sql: string): Promise<void> {
    let from = 0;
    for (const { at } of scanSql(sql).filter(({ text }) => text === ';')) {
      await this.client.query(sql.slice(from, at));
      from = at + 1;
    }
  }

  private async sync({ table, parameters, handle }: Extract<Step, { kind: 'synced' }>): Promise<void> {
    const reader = new ShapeReader(this.url, { table, ...parameters });
    await reader.sync();
    this.learn(handle, reader.handle);
    this.recorded.handle(handle);
    this.played.handle(reader.handle ?? '');
  }

  /** @param meanwhile what is to be done while the poll waits */
  private async exchange(step: RecordedExchange, meanwhile?: () => Promise<void>): Promise<void> {
    const { method, answer } = step;
    const path = this.translate(step.path);
    const giveUp = new AbortController();
    const asking = this.ask(method, path, step, giveUp.signal);
    asking.catch(() => {});
    if (waited(step)) await new Promise((resolve) => setTimeout(resolve, 200));
    await meanwhile?.();
    if (!answer) {
      const early = await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, 300))]);
      giveUp.abort();
      this.comparisons.push({ request: path, recorded: undefined, played: early });
      return;
    }
    let played = await asking;
    // Where a recorded poll met the check that runs every 60 s, ours may need several.
    while (step.seconds > 5 && answer.status === 409 && played.status === 200) {
      played = await this.ask(method, path, step, giveUp.signal);
    }
    this.learnFrom(answer, played);
    this.compare(`${method} ${path}`, answer, played);
  }

  private async ask(
    method: string,
    path: string,
    { headers: { host: _, ...headers }, body }: RecordedExchange,
    signal: AbortSignal,
  ): Promise<RecordedAnswer> {
    const translated = Object.entries(headers).map(([name, value]) => [name, this.translate(value)]);
    const init = { method, headers: Object.fromEntries(translated), signal, ...(body !== undefined && { body }) };
    const response = await fetch(this.url + path, init);
    return {
      status: response.status,
      headers: Object.fromEntries([...response.headers].map(([name, value]) => [name, utf8(value)])),
      body: await response.text(),
    };
  }

  private compare(request: string, recorded: RecordedAnswer, played: RecordedAnswer): void {
    const was = this.recorded.answer(recorded);
    const is = this.played.answer(played);
    // What the record shows of an LSN that nothing else told is of no meaning here.
    const hidden = /"global_last_seen_lsn":"<another>"/.test(recordedBody(was));
    this.comparisons.push({ request, recorded: was, played: hidden ? hideLsn(is) : is });
  }

  private learnFrom(recorded: RecordedAnswer, played: RecordedAnswer): void {
    for (const name of ['electric-handle', 'electric-offset']) this.learn(recorded.headers[name], played.headers[name]);
  }

  private learn(recorded: string | undefined, played: string | undefined): void {
    if (recorded === undefined || played === undefined) return;
    const [from = '', to = ''] = recorded.includes('_')
      ? [recorded.split('_')[0], played.split('_')[0]]
      : [recorded, played];
    if (from.length > 3) this.translation.set(from, to);
  }

  private translate(text: string): string {
    let translated = text;
    for (const [from, to] of this.translation) translated = translated.replaceAll(from, to);
    return translated;
  }
}

/** Whether the poll was open when the statements before it were run. */
function waited({ path, seconds }: RecordedExchange): boolean {
  return path.includes('live=true') && seconds > 0.5;
}

function recordedBody(answer: unknown): string {
  return (answer as { body: string }).body;
}

function hideLsn(answer: unknown): unknown {
  const { body, ...rest } = answer as { body: string };
  return { ...rest, body: body.replaceAll(/"global_last_seen_lsn":"[^"]*"/g, '"global_last_seen_lsn":"<another>"') };
}

function utf8(header: string): string {
  return Buffer.from(header, 'latin1').toString();
}
