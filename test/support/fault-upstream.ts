import { Agent, type IncomingHttpHeaders, request as send } from 'node:http';
import type { FaultRequest, WholeAnswer } from './fault-exchange.js';

/** How many answers, and of what size at most, are remembered. */
const REMEMBERED = 64;
const REMEMBERED_BYTES = 512 * 1024;

const HOP_BY_HOP: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** The Electric behind a proxy, and what it has said. */
export class FaultUpstream {
  /** Its answers, newest last. */
  readonly remembered: { request: FaultRequest; answer: WholeAnswer }[] = [];
  private readonly agent = new Agent({ keepAlive: true });

  /** @param target where it is; another one from the next request on, if it is set. */
  constructor(public target: URL) {}

  /** Asks it, and remembers what it says. */
  async ask(request: FaultRequest, headers: IncomingHttpHeaders, over: AbortSignal): Promise<WholeAnswer> {
    const answer = await this.exchange(request, headers, over);
    const handle = answer.headers['electric-handle'];
    if (answer.status === 200 && handle !== undefined && answer.body.length <= REMEMBERED_BYTES) {
      this.remembered.push({ request, answer });
      if (this.remembered.length > REMEMBERED) this.remembered.shift();
    }
    return answer;
  }

  private exchange(request: FaultRequest, headers: IncomingHttpHeaders, over: AbortSignal): Promise<WholeAnswer> {
    return new Promise((resolve, reject) => {
      const url = new URL(`${request.url.pathname}${request.url.search}`, this.target);
      const options = { headers: { ...headers, host: url.host }, agent: this.agent, signal: over };
      const upstream = send(url, options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const plain = Object.entries(incoming.headers).filter(([name]) => !HOP_BY_HOP.has(name));
          resolve({
            status: incoming.statusCode ?? 502,
            headers: Object.fromEntries(plain.map(([name, value]) => [name, String(value)])),
            body: Buffer.concat(chunks),
          });
        });
      });
      upstream.on('error', reject);
      upstream.end();
    });
  }
}
