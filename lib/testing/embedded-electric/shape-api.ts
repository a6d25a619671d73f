import type { ElectricEngine } from './electric-engine.js';
import type { EmbeddedElectricSettings } from './embedded-electric-options.interface.js';
import { compareOffsets, type LogOffset } from './log-offset.js';
import { PageMischief } from './page-mischief.js';
import { nextCursor } from './poll-cursor.js';
import { RequestError } from './request-error.js';
import type { Shape, ShapePage } from './shape.js';
import {
  type Answer,
  type DataAnswer,
  dataHeaders,
  deletion,
  etagOf,
  mustRefetch,
  refusal,
  subsetAnswer,
  upToDate,
} from './shape-answer.js';
import { parseDeleteRequest, parseShapeRequest, type ShapeRequest } from './shape-request.js';
import type { Subset } from './subset-request.js';

/** A request, as far as it matters here. */
export interface ShapeExchange {
  readonly query: URLSearchParams;
  readonly ifNoneMatch: string | undefined;
  /** Aborted when the asker is gone. */
  readonly signal: AbortSignal;
}

/** `GET`, `POST` and `DELETE /v1/shape`. */
export class ShapeApi {
  private readonly pages: PageMischief;

  constructor(
    private readonly engine: ElectricEngine,
    private readonly settings: EmbeddedElectricSettings,
  ) {
    this.pages = new PageMischief(engine.mischief);
  }

  async get(exchange: ShapeExchange): Promise<Answer> {
    try {
      const request = parseShapeRequest(exchange.query);
      await this.engine.settled();
      const shape = await this.engine.findOrMake(request.definition);
      if (!shape) return LOCKED;
      if (request.handle !== undefined && request.handle !== shape.handle) return mustRefetch(shape.handle);
      if (request.subset) return await this.subset(request, request.subset, shape);
      return await this.answer(exchange, request, shape);
    } catch (error) {
      return failed(error, (errors) => refusal(400, errors));
    }
  }

  async delete({ query }: ShapeExchange): Promise<Answer> {
    if (!this.settings.allowDelete) return deletion(405, { message: 'DELETE not allowed' });
    try {
      const { definition, handle } = parseDeleteRequest(query);
      const shape = definition ? await this.engine.find(definition) : this.engine.shapes.findByHandle(handle ?? '');
      if (!shape) return deletion(404, { message: 'No existing shape found' });
      if (handle !== undefined && handle !== shape.handle) return deletion(400, { message: MISMATCH });
      this.engine.shapes.expire(shape);
      return deletion(202);
    } catch (error) {
      return failed(error, (errors) => deletion(400, errors));
    }
  }

  /** At any offset, and at once: `live` only leaves the schema out. */
  private async subset({ offset, live }: ShapeRequest, subset: Subset, shape: Shape): Promise<Answer> {
    const isAhead = offset === 'now' || outOfBounds(offset, shape);
    const end = isAhead ? shape.lastOffset : shape.pageAfter(offset).end;
    const body = await this.engine.subset(shape, subset);
    return body === undefined ? LOCKED : subsetAnswer(shape.handle, live ? undefined : shape.schema, end, body);
  }

  private async answer(exchange: ShapeExchange, request: ShapeRequest, shape: Shape): Promise<Answer> {
    const { offset: asked } = request;
    const { signal } = exchange;
    if (asked === 'now') return this.nothingNew(exchange, request, shape, shape.lastOffset);
    if (outOfBounds(asked, shape)) {
      // The asker may be ahead of us for a moment; hence the wait (README 14).
      await shape.waitUntil(() => !outOfBounds(asked, shape), this.settings.longPollTimeoutMs / 2, signal);
      if (shape.expired) return mustRefetch();
      if (outOfBounds(asked, shape)) throw RequestError.of('offset', 'out of bounds for this shape');
    }
    let page = shape.pageAfter(asked);
    if (request.live && isEmpty(page)) {
      const rejected = this.engine.mischief.poll();
      const isOver = () => rejected() || !isEmpty(shape.pageAfter(asked));
      await shape.waitUntil(isOver, this.settings.longPollTimeoutMs, signal);
      if (rejected()) return mustRefetch();
      page = shape.pageAfter(asked);
      // What was written before the end is still told (README 25).
      if (isEmpty(page)) return shape.expired ? mustRefetch() : this.nothingNew(exchange, request, shape, page.end);
    }
    return this.data(exchange, request, shape, this.pages.of(shape, page, request.live));
  }

  private data(exchange: ShapeExchange, request: ShapeRequest, shape: Shape, page: ShapePage): Answer {
    const described = this.describe(exchange, request, shape, page);
    const headers = dataHeaders(described);
    if (exchange.ifNoneMatch?.includes(etagOf(described))) {
      const { 'electric-schema': _, ...rest } = headers;
      return { status: 304, headers: rest, body: '' };
    }
    if (page.snapshot) return { status: 200, headers, body: page.snapshot, chunked: true };
    const lsn = request.live ? page.end.tx : Math.max(this.engine.lastLsn, page.end.tx);
    const items = page.upToDate ? [...page.items, upToDate(lsn)] : page.items;
    return { status: 200, headers, body: `[${items.join(',')}]`, chunked: true };
  }

  private nothingNew(exchange: ShapeExchange, request: ShapeRequest, shape: Shape, end: LogOffset): Answer {
    const unique = `-${process.hrtime.bigint()}`;
    const described = this.describe(exchange, request, shape, { end, upToDate: true });
    return { status: 200, headers: dataHeaders({ ...described, unique }), body: `[${upToDate(this.engine.lastLsn)}]` };
  }

  private describe(
    exchange: ShapeExchange,
    request: ShapeRequest,
    shape: Shape,
    page: Pick<ShapePage, 'end' | 'upToDate'>,
  ): DataAnswer {
    const { live, offset } = request;
    return {
      handle: shape.handle,
      asked: offset,
      end: page.end,
      upToDate: page.upToDate,
      live,
      schema: live ? undefined : shape.schema,
      cursor: live ? nextCursor(this.settings.longPollTimeoutMs, exchange.query.get('cursor')) : undefined,
    };
  }
}

const MISMATCH =
  'The specified shape definition and handle do not match. Please ensure the shape definition is correct or omit ' +
  'the shape handle from the request to obtain a new one.';

const LOCKED = refusal(
  503,
  {
    message:
      'Timeout waiting for the database: a transaction is open, and the embedded one has a single session. ' +
      'End it before a new shape is asked for.',
  },
  5,
);

function isEmpty(page: ShapePage): boolean {
  return page.snapshot === undefined && page.items.length === 0;
}

function outOfBounds(asked: LogOffset, shape: Shape): boolean {
  return compareOffsets(asked, shape.lastOffset) > 0;
}

function failed(error: unknown, refuse: (body: object) => Answer): Answer {
  if (error instanceof RequestError) return refuse({ message: error.message, errors: error.errors });
  return refusal(500, { message: `Unexpected error in the embedded Electric: ${(error as Error).message}` });
}
