import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../sample-app/app.module.js';
import { AppConfig } from '../../sample-app/config/app.config.js';
import { serverSentEvents } from '../../sample-app/fleet/server-sent-events.js';
import { connect, electricTarget, uniqueTable } from '../support/electric-target.js';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Body = any;

/** The sample application, listening, on the Electric and Postgres of the tests, with tables of its own. */
export class SampleUnderTest {
  private constructor(
    private readonly config: AppConfig,
    private readonly app: INestApplication,
    readonly url: string,
  ) {}

  static async start(): Promise<SampleUnderTest> {
    const target = electricTarget();
    const config = new AppConfig({
      ELECTRIC_URL: target.url,
      ELECTRIC_SECRET: target.secret,
      DATABASE_URL: target.databaseUrl,
      COMMON_CODE_TABLE: uniqueTable('sample_codes'),
      ORDER_TABLE: uniqueTable('sample_orders'),
      INSTANCE_NAME: 'under-test',
    });
    return SampleUnderTest.boot(config);
  }

  private static async boot(config: AppConfig): Promise<SampleUnderTest> {
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(AppConfig)
      .useValue(config)
      .compile();
    const app = module.createNestApplication({ logger: ['error', 'warn'] });
    await app.listen(0, '127.0.0.1');
    return new SampleUnderTest(config, app, await app.getUrl());
  }

  get codeTable(): string {
    return this.config.codeTable;
  }

  /** A second instance on the same tables. */
  startAgain(): Promise<SampleUnderTest> {
    return SampleUnderTest.boot(this.config);
  }

  async get(path: string): Promise<{ status: number; body: Body }> {
    const response = await fetch(this.url + path);
    return { status: response.status, body: await response.json() };
  }

  async send(method: 'POST' | 'PATCH', path: string, body: object): Promise<{ status: number; body: Body }> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(this.url + path, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Asks until the answer is as wanted. */
  async until(path: string, wanted: (body: Body) => boolean): Promise<void> {
    const end = Date.now() + 15_000;
    for (;;) {
      const { body } = await this.get(path);
      if (wanted(body)) return;
      if (Date.now() > end) throw new Error(`${path} did not become as wanted: ${JSON.stringify(body).slice(0, 500)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Listens as a browser does, until the next event of this type. Resolves with a promise of it once it listens. */
  async listen(type: string): Promise<{ event: Promise<Body> }> {
    const stop = new AbortController();
    const events = serverSentEvents(`${this.url}/events`, stop.signal);
    await events.next(); // the first event is the status: from here on, nothing is missed
    const event = (async () => {
      for await (const { type: heard, data } of events) {
        if (heard !== type) continue;
        stop.abort();
        return JSON.parse(data);
      }
      return undefined;
    })();
    return { event };
  }

  /** Writes past the application, as psql does. */
  async sql(statement: string): Promise<void> {
    const client = await connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  /** Stops the application alone. */
  async close(): Promise<void> {
    await this.app.close();
  }

  /** Stops it and takes its tables away. */
  async stop(): Promise<void> {
    await this.close();
    await this.sql(`drop table if exists ${this.config.codeTable}, ${this.config.orderTable}`);
  }
}
