import { mutateBody } from './fuzz-bodies.js';
import type { FuzzClock } from './fuzz-clock.js';
import type { Dice } from './fuzz-dice.js';
import { mutateHeaders } from './fuzz-headers.js';
import { type Columns, judgeLog, judgeSubset } from './fuzz-referee.js';
import type { ScriptedRequest } from './scripted-electric.js';

/** What may follow from an answer, if the library is right. */
export type Effect =
  /** Nothing is read of it. */
  | 'none'
  /** What readers see stays true. */
  | 'true'
  /** Anything that it says: it is well-formed, and nobody could tell. */
  | 'anything';

export interface Fuzzed {
  readonly kind: string;
  readonly effect: Effect;
  readonly body?: Buffer;
  /** What `fetch` returns, or throws. */
  answer(): Response | Promise<Response>;
}

const STATUSES = [
  ...[
    201, 202, 203, 206, 300, 301, 302, 303, 304, 307, 308, 400, 400, 401, 402, 403, 404, 405, 406, 408, 409, 409, 410,
    412, 413, 414,
  ],
  ...[
    415, 418, 421, 422, 425, 426, 429, 431, 451, 499, 500, 501, 502, 503, 503, 504, 505, 507, 511, 520, 522, 529, 599,
  ],
];
/** Such as no `Response` can be made of, but a `fetch` of the user's own could give. */
const ODD_STATUSES = [0, -1, 1, 99, 100, 101, 103, 199, 205, 600, 999, 1e9, Number.NaN];

/** Makes something else of the server's own answer. */
export async function fuzz(
  own: Response,
  request: ScriptedRequest,
  columns: Columns | undefined,
  dice: Dice,
  clock: FuzzClock,
): Promise<Fuzzed> {
  const original = Buffer.from(await own.arrayBuffer());
  const isSubset = request.url.searchParams.has('subset[where]');
  const headers = new Headers(own.headers);
  const what = dice.weighted({ body: 50, headers: 25, both: 4, status: 10, transport: 11 });

  if (what === 'transport') return brokenTransport(original, headers, own.status, dice, clock);
  if (what === 'status') return otherStatus(original, headers, dice, clock);

  let body: Buffer = original;
  let kind = '';
  let effect: Effect = 'true';
  if (what !== 'headers') {
    const mutated = mutateBody(original.toString('utf8'), dice);
    body = mutated.body;
    kind = `body: ${mutated.how}`;
    if (own.status === 200) {
      const finding = isSubset
        ? judgeSubset(original, body, columns)
        : judgeLog(request.offset, original, body, columns);
      effect = finding === 'broken' ? 'none' : finding === 'same' ? 'true' : 'anything';
    } else effect = 'true';
  }
  if (what !== 'body') {
    const done = mutateHeaders(headers, dice);
    kind += `${kind && ', '}headers: ${done[0]?.name ?? ''}`;
    effect = worst(effect, effectOfHeaders(headers, own.headers, request, isSubset));
  }
  return { kind, effect, body, answer: () => respond(body, headers, own.status, dice, clock) };
}

function worst(one: Effect, other: Effect): Effect {
  if (one === 'anything' || other === 'anything') return 'anything';
  return one === 'none' || other === 'none' ? 'none' : 'true';
}

const OFFSET = /^\d+_(?:\d+|inf)$/;

/** What the headers can do: by what they say now, not by how they came to say it. */
function effectOfHeaders(now: Headers, was: Headers, request: ScriptedRequest, isSubset: boolean): Effect {
  const changed = (name: string) => now.get(name) !== was.get(name);
  const offset = now.get('electric-offset') ?? '';
  if (!now.get('electric-handle') || !OFFSET.test(offset)) return 'none';
  if (request.live && !now.has('electric-cursor')) return 'none';
  const isVirtual = request.offset === '-1' || request.offset.startsWith('0_');
  if (changed('electric-schema')) {
    if (!isJson(now.get('electric-schema'))) return request.live ? 'anything' : 'none';
    return 'anything'; // it may be a schema like any other
  }
  if (changed('electric-offset') && (isVirtual || isSubset)) return 'anything';
  return 'true';
}

function isJson(text: string | null): boolean {
  try {
    return typeof JSON.parse(text ?? '') === 'object';
  } catch {
    return false;
  }
}

function otherStatus(original: Buffer, headers: Headers, dice: Dice, clock: FuzzClock): Fuzzed {
  const status = dice.chance(0.1) ? dice.pick(ODD_STATUSES) : dice.chance(0.1) ? 204 : dice.pick(STATUSES);
  if (dice.chance(0.6)) mutateHeaders(headers, dice);
  const body = dice.chance(0.5) ? original : mutateBody(original.toString('utf8'), dice).body;
  const effect = status === 204 ? 'anything' : status === 409 ? 'true' : 'none';
  return { kind: `status ${status}`, effect, answer: () => respond(body, headers, status, dice, clock) };
}

const FAILURES: readonly (() => unknown)[] = [
  () => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }),
  () =>
    new TypeError('fetch failed', {
      cause: new AggregateError([Object.assign(new Error(''), { code: 'ECONNREFUSED' })]),
    }),
  () => new DOMException('aborted', 'AbortError'),
  () => Object.assign(new Error('x'), { cause: 5, code: {} }),
  () => undefined,
  () => null,
  () => 'text',
  () => 5,
  () => ({ code: 'E' }),
  () => {
    const circular: { cause?: unknown } = {};
    circular.cause = circular;
    return circular;
  },
];

function brokenTransport(body: Buffer, headers: Headers, status: number, dice: Dice, clock: FuzzClock): Fuzzed {
  const at = dice.below(body.length + 1);
  switch (dice.below(4)) {
    case 0:
      return { kind: 'fetch rejects', effect: 'none', answer: () => Promise.reject(dice.pick(FAILURES)()) };
    case 1:
      return {
        kind: 'fetch throws',
        effect: 'none',
        answer: () => {
          throw dice.pick(FAILURES)();
        },
      };
    case 2: {
      const error = dice.pick(FAILURES)();
      const pieces = cut(body.subarray(0, at), dice);
      return {
        kind: 'body breaks off',
        effect: status === 200 ? 'none' : 'true',
        answer: () =>
          new Response(
            streamOf(pieces, clock, (controller) => controller.error(error)),
            { status, headers },
          ),
      };
    }
    default: {
      const pieces = cut(body.subarray(0, Math.max(0, at - 1)), dice);
      return {
        kind: 'body stalls',
        effect: status === 200 ? 'none' : 'true',
        answer: () =>
          new Response(
            streamOf(pieces, clock, () => {}),
            { status, headers },
          ),
      };
    }
  }
}

const NULL_BODY = [101, 103, 204, 205, 304];

/** A real `Response` where there can be one; one that only looks like it elsewhere. */
export function respond(body: Buffer, headers: Headers, status: number, dice: Dice, clock: FuzzClock): Response {
  if (!(status >= 200 && status <= 599)) return lookalike(body, headers, status, clock);
  if (NULL_BODY.includes(status)) return new Response(null, { status, headers });
  if (dice.chance(0.6)) return lookalike(body, headers, status, clock);
  if (dice.chance(0.5)) return new Response(body, { status, headers });
  return new Response(
    streamOf(cut(body, dice), clock, (controller) => controller.close()),
    { status, headers },
  );
}

/** What the library uses of a `Response`, at less cost. */
function lookalike(body: Buffer, headers: Headers, status: number, clock: FuzzClock): Response {
  let given = false;
  const reader = {
    async read() {
      clock.activity += 1;
      if (given) return { done: true, value: undefined };
      given = true;
      return { done: false, value: new Uint8Array(body) };
    },
    cancel: async () => {},
  };
  return { status, headers, body: { getReader: () => reader } } as unknown as Response;
}

function cut(body: Buffer, dice: Dice): Uint8Array[] {
  const size = dice.chance(0.3) ? 1 + dice.below(7) : dice.size(body.length + 1);
  const pieces: Uint8Array[] = [];
  const most = body.length > 2_000 ? Math.max(size, Math.ceil(body.length / 50)) : size;
  for (let at = 0; at < body.length; at += most) pieces.push(new Uint8Array(body.subarray(at, at + most)));
  return pieces;
}

function streamOf(
  pieces: readonly Uint8Array[],
  clock: FuzzClock,
  end: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      clock.activity += 1;
      const piece = pieces[at];
      at += 1;
      if (piece === undefined) return end(controller);
      controller.enqueue(piece);
    },
  });
}
