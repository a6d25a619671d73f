import type { Clock } from '../../lib/replica/clock.js';

type Fetch = typeof globalThis.fetch;

interface Kept {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A caching proxy as a `fetch`: who asks what another waits for, or has just been answered, gets the same answer. */
export class CollapsingCache {
  /** The URLs that went on to Electric, in order. */
  readonly passedOn: string[] = [];
  private readonly answers = new Map<string, Promise<Kept>>();

  constructor(
    private readonly upstream: Fetch,
    private readonly clock: Clock,
  ) {}

  readonly fetch: Fetch = async (input) => {
    const url = String(input);
    const answer = this.answers.get(url) ?? this.pass(url);
    const { status, headers, body } = await answer;
    return new Response(body, { status, headers });
  };

  private pass(url: string): Promise<Kept> {
    this.passedOn.push(url);
    const answer = this.upstream(url).then(async (response) => {
      this.clock.after(keptMs(response), () => this.answers.delete(url));
      return { status: response.status, headers: response.headers, body: await response.text() };
    });
    this.answers.set(url, answer);
    answer.catch(() => this.answers.delete(url));
    return answer;
  }
}

/** As Electric allows it: a 409 to a poll that waited for a second. */
function keptMs({ status, headers }: Response): number {
  if (status === 409) return headers.has('electric-handle') ? 60_000 : 1_000;
  return status === 200 ? 5_000 : 0;
}
