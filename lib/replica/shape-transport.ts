import type { ElectricConnection, Resolvable } from './electric-connection.interface.js';
import { ExchangeError } from './exchange-error.js';
import { redact } from './redactor.js';
import type { ShapeDefinition } from './shape-definition.interface.js';
import { type ShapeRequest, ShapeUrls, shapeEndpoint } from './shape-url.js';
import type { Watchdog } from './watchdog.js';

/** An answer whose body is still to be read. To be released, whatever becomes of it. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
  /** Some kilobytes of the body as text, without what is confidential: for error answers. */
  errorText(): Promise<string>;
  /** Lets go of the socket, however much has been read. */
  release(): void;
}

const LIVE_TIMEOUT_MS = 60_000;
const TIMEOUT_MS = 90_000;
const SILENCE_MS = 30_000;
const ERROR_TEXT_BYTES = 16 * 1024;

/** Sends requests over `fetch`, does not wait for ever (W12), and keeps in confidence what it sends (I6). */
export class ShapeTransport {
  /** Origin and path, for messages. */
  readonly endpoint: string;
  private readonly urls: ShapeUrls;

  constructor(
    private readonly connection: ElectricConnection,
    shape: ShapeDefinition,
  ) {
    const url = shapeEndpoint(connection.url);
    this.endpoint = `${url.origin}${url.pathname}`;
    this.urls = new ShapeUrls(url, shape, connection.query);
    // Node loads its `fetch` at the first use, some 20 ms at a stretch: now, while nobody is served yet.
    if (connection.fetch === undefined) new Headers();
  }

  /**
   * Sends a request. The one before, under the same watchdog, has to be over.
   * @throws ExchangeError.
   */
  async send(request: ShapeRequest, watchdog: Watchdog): Promise<OpenAnswer> {
    const { connection, endpoint } = this;
    const timeoutMs = request.live ? (connection.liveTimeoutMs ?? LIVE_TIMEOUT_MS) : TIMEOUT_MS;
    const late = `${endpoint} did not answer for ${timeoutMs / 1000} s`;
    const confidential: string[] = [];
    try {
      const asked = this.ask(request, watchdog.begin(), confidential);
      return this.open(await watchdog.wait(asked, timeoutMs, late), watchdog, confidential);
    } catch (error) {
      watchdog.release(true);
      throw this.failure(error);
    }
  }

  /** @param confidential takes what is sent in confidence. */
  private async ask(request: ShapeRequest, signal: AbortSignal, confidential: string[]): Promise<Response> {
    // Asked for anew each time: what was wrong may have been mended (W9).
    const { query = {}, fetch = globalThis.fetch } = this.connection;
    const secret = await resolve(this.connection.secret, 'electric.secret');
    const headers = await resolve(this.connection.headers, 'electric.headers');
    const url = this.urls.urlOf(request, secret);
    confidential.push(url, secret ?? '', ...Object.values(headers ?? {}), ...Object.values(query));
    return fetch(url, { headers: { ...headers }, redirect: 'manual', signal });
  }

  private open(response: Response, watchdog: Watchdog, confidential: readonly string[]): OpenAnswer {
    const reader = response.body?.getReader();
    let isUnread = reader !== undefined;
    const silent = `the answer of ${this.endpoint} was silent for ${SILENCE_MS / 1000} s`;
    const failure = (error: unknown) => this.failure(error);

    async function* read(): AsyncGenerator<Uint8Array> {
      try {
        while (reader !== undefined) {
          const { done, value } = await watchdog.wait(reader.read(), SILENCE_MS, silent);
          if (done) break;
          yield value;
        }
      } catch (error) {
        throw failure(error);
      }
      isUnread = false;
    }
    const body = { [Symbol.asyncIterator]: read };
    return {
      status: response.status,
      headers: response.headers,
      body,
      errorText: async () => redact(await textOf(body), confidential),
      release() {
        if (isUnread) reader?.cancel().catch(() => {}); // what is left is not wanted
        watchdog.release(isUnread);
      },
    };
  }

  /** What went wrong, without what `fetch` says of it: its errors carry the URL (I6). */
  private failure(error: unknown): ExchangeError {
    if (error instanceof ExchangeError) return error;
    return new ExchangeError(`${this.endpoint} cannot be reached, or broke the connection off${systemCode(error)}`);
  }
}

async function resolve<T>(value: Resolvable<T> | undefined, option: string): Promise<T | undefined> {
  if (typeof value !== 'function') return value;
  try {
    return await (value as () => T | Promise<T>)();
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    throw new ExchangeError(`the function given as ${option} failed (${name})`, { needsMending: true });
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= ERROR_TEXT_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, ERROR_TEXT_BYTES).toString('utf8');
}

/** " (ECONNREFUSED)" and the like: of what `fetch` says, only this is fit to be passed on. */
function systemCode(error: unknown): string {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const { code, cause, errors } = at as { code?: unknown; cause?: unknown; errors?: readonly unknown[] };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return ` (${code})`;
    at = cause ?? errors?.[0];
  }
  return '';
}
