import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An answer as it was recorded. */
export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RecordedExchange {
  readonly kind: 'exchange';
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Absent where the asker gave up. */
  readonly answer: RecordedAnswer | undefined;
  readonly seconds: number;
}

/** One thing that was done. SQL stands before the poll that it answered. */
export type Step =
  | RecordedExchange
  | { readonly kind: 'section'; readonly title: string }
  | { readonly kind: 'sql'; readonly sql: string }
  | {
      readonly kind: 'synced';
      readonly table: string;
      readonly parameters: Readonly<Record<string, string>>;
      readonly handle: string;
    };

/** Reads a transcript of a real Electric (electric/README.md says how they are written). */
export function readTranscript(name: string): Step[] {
  const text = readFileSync(join(process.cwd(), 'test/electric/transcripts', `${name}.txt`), 'utf8');
  const lines = text.split('\n');
  const steps: Step[] = [];
  let at = 0;
  const until = (isEnd: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && !isEnd(lines[at] as string)) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] as string;
    if (line.startsWith('>>> ')) {
      const request = until((each) => !each.startsWith('>>>')).map((each) => each.slice(4));
      const response = until((each) => SECONDS.test(each));
      steps.push(exchange(request, response, Number(SECONDS.exec(lines[at++] ?? '')?.[1])));
    } else if (line.startsWith('-- SQL: ')) {
      steps.push({
        kind: 'sql',
        sql: until((each) => each === '')
          .join('\n')
          .slice('-- SQL: '.length),
      });
    } else {
      at++;
      const other = note(line);
      if (other) steps.push(other);
    }
  }
  return steps;
}

const SECONDS = /^\[([\d.]+) s(?:;.*)?\]$/;

function exchange(request: readonly string[], response: readonly string[], seconds: number): RecordedExchange {
  const [method = '', path = ''] = (request[0] ?? '').split(' ');
  const [status, ...rest] = response.filter((_, index) => index > 0);
  const blank = rest.indexOf('');
  const requestEnd = request.findIndex((line, index) => index > 0 && line === '');
  const code = /^HTTP\/1.1 (\d+)/.exec(status ?? '')?.[1];
  return {
    kind: 'exchange',
    method,
    path,
    headers: headersOf(requestEnd < 0 ? request.slice(1) : request.slice(1, requestEnd)),
    body: requestEnd < 0 ? undefined : request.slice(requestEnd + 1).join('\n'),
    answer: code
      ? {
          status: Number(code),
          headers: headersOf(rest.slice(0, blank)),
          body: rest
            .slice(blank + 1)
            .join('\n')
            .trim(),
        }
      : undefined,
    seconds,
  };
}

function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function note(line: string): Step | undefined {
  if (line.startsWith('## ')) return { kind: 'section', title: line.slice(3) };
  const existing = /^-- common_code exists \((.*)\), truncated$/.exec(line)?.[1];
  if (existing) {
    const create = existing.replace('create table', 'create table if not exists');
    return { kind: 'sql', sql: `${create} truncate common_code;` };
  }
  const synced = /^\(synced (\S+) (.*) silently: handle=(\S+) offset=\S+\)$/.exec(line);
  if (!synced) return undefined;
  const parameters: Record<string, string> = {};
  for (const [, name = '', single, double] of (synced[2] ?? '').matchAll(/'(\w+)': (?:'([^']*)'|"([^"]*)")/g)) {
    parameters[name] = single ?? double ?? '';
  }
  return { kind: 'synced', table: synced[1] ?? '', parameters, handle: synced[3] ?? '' };
}
