import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { EmbeddedElectricSettings } from './embedded-electric-options.interface.js';
import { withBody } from './post-body.js';
import type { Answer } from './shape-answer.js';
import { refusal } from './shape-answer.js';
import type { ShapeApi } from './shape-api.js';

const EXPOSED =
  'electric-cursor,electric-handle,electric-has-data,electric-offset,electric-schema,electric-up-to-date,electric-internal-known-error,retry-after';
const NO_STORE = { 'cache-control': 'max-age=0, private, must-revalidate' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Electric's HTTP API. Source: transcripts 10, 14. */
export class HttpServer {
  private readonly server: Server;

  constructor(
    private readonly api: ShapeApi,
    private readonly settings: EmbeddedElectricSettings,
  ) {
    this.server = createServer((request, response) => void this.serve(request, response));
    // Above any client's: otherwise a reused connection may be closed under a request.
    this.server.keepAliveTimeout = 120_000;
  }

  /** @returns the port it listens on */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(this.settings.port, this.settings.host, resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  /** Cuts open polls off. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/', search] = (request.url ?? '/').split('?', 2);
    const query = new URLSearchParams(search);
    const isShape = path.replace(/\/$/, '') === '/v1/shape' && SHAPE_METHODS.includes(request.method ?? '');
    response.setHeader('vary', 'accept-encoding');
    response.setHeader('x-request-id', randomBytes(15).toString('base64url'));
    response.setHeader('electric-server', 'ElectricSQL/1.7.12');
    if (isShape && request.method !== 'OPTIONS' && !this.mayAsk(query)) {
      send(request, response, UNAUTHORIZED);
      return;
    }
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-expose-headers', EXPOSED);
    response.setHeader('access-control-allow-methods', isShape ? SHAPE_METHODS.join(', ') : 'GET, HEAD');
    if (isShape && request.method === 'OPTIONS') {
      response.removeHeader('vary');
      send(request, response, PREFLIGHT);
    } else if (isShape) {
      const answer = await this.askShape(request, response, query);
      send(request, response, { ...answer, headers: { ...JSON_TYPE, ...answer.headers } });
    } else send(request, response, elsewhere(request.method, path));
  }

  private async askShape(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<Answer> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const exchange = { query, ifNoneMatch: request.headers['if-none-match'], signal: gone.signal };
    if (request.method === 'DELETE') return this.api.delete(exchange);
    if (request.method === 'POST') {
      try {
        exchange.query = withBody(query, await text(request));
      } catch (error) {
        return refusal(400, { error: (error as Error).message });
      }
    }
    return this.api.get(exchange);
  }

  /** Only the query parameter counts; an Authorization header does not (README 15). */
  private mayAsk(query: URLSearchParams): boolean {
    const { secret } = this.settings;
    return secret === undefined || (query.get('secret') ?? query.get('api_secret')) === secret;
  }
}

const SHAPE_METHODS = ['GET', 'POST', 'HEAD', 'DELETE', 'OPTIONS'];
const UNAUTHORIZED: Answer = {
  status: 401,
  headers: NO_STORE,
  body: JSON.stringify({ message: 'Unauthorized - Invalid API secret' }),
};
const PREFLIGHT: Answer = { status: 204, headers: { 'access-control-max-age': '86400' }, body: '' };
const HEALTHY: Answer = {
  status: 200,
  headers: { ...JSON_TYPE, 'cache-control': 'no-cache, no-store, must-revalidate' },
  body: JSON.stringify({ status: 'active' }),
};

function elsewhere(method: string | undefined, path: string): Answer {
  if (method === 'GET' || method === 'HEAD') {
    if (path === '/') return { status: 200, headers: NO_STORE, body: '' };
    if (path.replace(/\/$/, '') === '/v1/health') return HEALTHY;
  }
  return { status: 404, headers: NO_STORE, body: 'Not found' };
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body, chunked }: Answer): void {
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody && !chunked ? { 'content-length': Buffer.byteLength(body) } : {};
  response.writeHead(status, { ...headers, ...length });
  // Written and ended apart, the body goes out in chunks.
  if (hasBody && request.method !== 'HEAD') response.write(body);
  response.end();
}
