/** Query parameters; `undefined` leaves one out. */
export type ShapeParameters = Readonly<Record<string, string | undefined>>;

/** One item of an answer: a row, or a control message. */
export interface Message {
  readonly key?: string;
  readonly value?: Readonly<Record<string, string | null>>;
  readonly old_value?: Readonly<Record<string, string | null>>;
  readonly headers: {
    readonly control?: string;
    readonly operation?: 'insert' | 'update' | 'delete';
    readonly relation?: readonly string[];
    readonly lsn?: string;
    readonly op_position?: number;
    readonly txids?: readonly number[];
    readonly last?: boolean;
    readonly key_change_to?: string;
    readonly key_change_from?: string;
    readonly global_last_seen_lsn?: string;
    readonly xmin?: string;
    readonly xmax?: string;
    readonly xip_list?: readonly string[];
    readonly snapshot_mark?: number;
  };
}

/** The body of a subset snapshot (README 30). */
export interface SubsetBody {
  readonly metadata: {
    readonly snapshot_mark: number;
    readonly database_lsn: string;
    readonly xip_list: readonly string[];
    readonly xmax: string;
    readonly xmin: string;
  };
  readonly data: readonly Message[];
}

/** What was answered to one request. */
export class Answer {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {}

  /** A header, or `undefined`. */
  header(name: string): string | undefined {
    return this.headers.get(name) ?? undefined;
  }

  get handle(): string | undefined {
    return this.header('electric-handle');
  }

  get offset(): string | undefined {
    return this.header('electric-offset');
  }

  get cursor(): string | undefined {
    return this.header('electric-cursor');
  }

  get isUpToDate(): boolean {
    return this.header('electric-up-to-date') !== undefined;
  }

  /** The header `electric-schema`, read: a header's bytes are UTF-8, and `fetch` takes them for latin1. */
  get schema(): Record<string, Record<string, unknown>> | undefined {
    const schema = this.header('electric-schema');
    return schema === undefined ? undefined : JSON.parse(Buffer.from(schema, 'latin1').toString());
  }

  get json(): unknown {
    return JSON.parse(this.text);
  }

  get subset(): SubsetBody {
    return this.json as SubsetBody;
  }

  get messages(): readonly Message[] {
    return this.json as Message[];
  }

  /** The messages that are rows. */
  get rows(): readonly Message[] {
    return this.messages.filter(({ key }) => key !== undefined);
  }

  /** The names of the control messages. */
  get controls(): readonly string[] {
    return this.messages.flatMap(({ headers }) => headers.control ?? []);
  }
}

/** Reads one shape over HTTP as a client would, step by step, and keeps its position. */
export class ShapeReader {
  handle: string | undefined;
  offset = '-1';
  cursor: string | undefined;

  constructor(
    private readonly url: string,
    private readonly parameters: ShapeParameters,
  ) {}

  /** Any request, from where the reader stands unless told otherwise; the reader does not move. */
  get(parameters: ShapeParameters = {}, init: RequestInit = {}): Promise<Answer> {
    return this.request({ offset: this.offset, handle: this.handle, ...parameters }, init);
  }

  /** A request of nothing but the shape's definition and these parameters. */
  async request(parameters: ShapeParameters, init: RequestInit = {}): Promise<Answer> {
    const url = new URL('/v1/shape', this.url);
    for (const [name, value] of Object.entries({ ...this.parameters, ...parameters })) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const response = await fetch(url, init);
    return new Answer(response.status, response.headers, await response.text());
  }

  /** One request without `live`, and moves to where its answer ends. */
  async step(parameters: ShapeParameters = {}): Promise<Answer> {
    return this.moved(await this.get(parameters));
  }

  /** One live poll, and moves to where its answer ends. */
  async live(parameters: ShapeParameters = {}): Promise<Answer> {
    return this.moved(await this.get({ live: 'true', cursor: this.cursor, ...parameters }));
  }

  /** Without `live`, until up-to-date. @returns all answers */
  async sync(): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    do {
      const answer = await this.step();
      if (answer.status !== 200) throw new Error(`Expected 200, got ${answer.status}: ${answer.text}`);
      answers.push(answer);
    } while (!answers.at(-1)?.isUpToDate);
    return answers;
  }

  /** Live polls until so many rows have come. Real transactions may come in one answer or in two (README 8). */
  async liveRows(count: number): Promise<readonly Message[]> {
    const rows: Message[] = [];
    while (rows.length < count) {
      const answer = await this.live();
      if (answer.status !== 200) throw new Error(`Expected 200, got ${answer.status}: ${answer.text}`);
      rows.push(...answer.rows);
    }
    return rows;
  }

  /** Forgets the position. */
  restart(): void {
    this.handle = undefined;
    this.offset = '-1';
    this.cursor = undefined;
  }

  private moved(answer: Answer): Answer {
    if (answer.status === 200) {
      this.handle = answer.handle ?? this.handle;
      this.offset = answer.offset ?? this.offset;
      this.cursor = answer.cursor ?? this.cursor;
    }
    return answer;
  }
}
