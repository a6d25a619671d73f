import type { PGlite } from '@electric-sql/pglite';
import { ChangeCapture } from './change-capture.js';
import { ChangeDelivery } from './change-delivery.js';
import { DatabaseSession } from './database-session.js';
import type { EmbeddedElectricSettings } from './embedded-electric-options.interface.js';
import type { Misbehaviours } from './misbehaviours.interface.js';
import { Mischief } from './mischief.js';
import { SchemaCheck } from './schema-check.js';
import { SessionWork } from './session-work.js';
import type { Shape } from './shape.js';
import { definitionKey, type ShapeDefinition } from './shape-definition.js';
import { ShapeMaker } from './shape-maker.js';
import { ShapeRegistry } from './shape-registry.js';
import { ShapeStore } from './shape-store.js';
import type { Subset } from './subset-request.js';
import { takeSubset } from './subset-snapshot.js';

/** As long as Electric waits for Postgres (README 16). */
const LOCK_WAIT_MS = 5_000;

/** The shapes, and what keeps them current. HTTP is not its matter. */
export class ElectricEngine {
  readonly shapes: ShapeRegistry;
  readonly mischief = new Mischief();
  private readonly session: DatabaseSession;
  private readonly capture: ChangeCapture;
  private readonly delivery: ChangeDelivery;
  private readonly maker: ShapeMaker;
  private readonly store: ShapeStore | undefined;
  private readonly making = new Map<string, SessionWork<Shape>>();
  private schemaTimer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private failure: Error | undefined;
  private closed = false;

  constructor(
    database: PGlite,
    private readonly settings: EmbeddedElectricSettings,
  ) {
    this.session = new DatabaseSession(database, () => this.readSoon());
    this.capture = new ChangeCapture(this.session, settings.dataDir !== undefined);
    this.store = settings.dataDir === undefined ? undefined : new ShapeStore(this.session, settings.chunkBytes);
    this.shapes = new ShapeRegistry((shape) => this.store?.remove(shape));
    this.delivery = new ChangeDelivery(this.shapes, this.mischief);
    this.maker = new ShapeMaker(this.capture, settings.chunkBytes, this.mischief);
  }

  async start(): Promise<void> {
    this.misbehave(this.settings.misbehave);
    await this.capture.install();
    for (const shape of (await this.store?.load()) ?? []) this.shapes.add(shape);
    const oldest = Math.min(...this.shapes.all.map(({ parts }) => parts.seq), this.capture.lastSeq);
    await this.capture.rewind(oldest);
    await this.read();
    const check = new SchemaCheck(this.shapes, this.capture);
    this.schemaTimer = setInterval(() => {
      if (!this.closed) this.session.transaction((tx) => check.run(tx)).catch((error: Error) => this.fail(error));
    }, this.settings.schemaCheckMs).unref();
  }

  /** The LSN of the last transaction that wrote to a captured table. */
  get lastLsn(): number {
    return this.capture.lastLsn;
  }

  /** Until everything committed so far is in the logs. @throws if it cannot be read */
  async settled(): Promise<void> {
    await this.reading;
    if (this.failure) throw this.failure;
  }

  /**
   * @returns `undefined` if a new shape is needed and somebody's transaction keeps the only session for too long
   * @throws RequestError if there can be no such shape
   */
  async findOrMake(definition: ShapeDefinition): Promise<Shape | undefined> {
    const found = this.shapes.find(definition);
    if (found) return found;
    const key = definitionKey(definition);
    const making = this.making.get(key) ?? new SessionWork((begin) => this.make(definition, begin));
    this.making.set(key, making);
    // If nobody waits for it any more, its failure is told to the next who asks.
    making.result.finally(() => this.making.delete(key)).catch(() => {});
    return making.unlessLocked(LOCK_WAIT_MS);
  }

  /** @throws RequestError if there could be no such shape */
  async find(definition: ShapeDefinition): Promise<Shape | undefined> {
    const found = this.shapes.find(definition);
    if (!found) await this.session.transaction((tx) => this.maker.check(tx, definition));
    return found;
  }

  /**
   * The body of a subset snapshot of a shape.
   * @returns `undefined` if somebody's transaction keeps the only session for too long
   * @throws RequestError if there can be no such subset
   */
  subset(shape: Shape, subset: Subset): Promise<string | undefined> {
    const taking = new SessionWork((begin) =>
      this.session.transaction((tx) => {
        begin();
        return takeSubset(tx, shape, subset);
      }),
    );
    return taking.unlessLocked(LOCK_WAIT_MS);
  }

  misbehave(plan: Misbehaviours): void {
    this.mischief.follow(plan);
    // Who waits may be rejected now.
    for (const shape of this.shapes.all) shape.wake();
  }

  /** Nothing is read any more; resolves when nothing of ours is at work in the database. */
  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.schemaTimer);
    await Promise.allSettled([this.reading, ...[...this.making.values()].map(({ result }) => result)]);
    await this.store?.close();
  }

  private async make(definition: ShapeDefinition, begin: () => void): Promise<Shape> {
    let shape: Shape | undefined;
    try {
      return await this.session.transaction(async (tx) => {
        begin();
        await this.delivery.deliver(tx, await this.capture.read(tx));
        shape = await this.maker.make(tx, definition);
        await this.store?.add(tx, shape);
        // Before the transaction ends: no write can come between.
        this.shapes.add(shape);
        return shape;
      });
    } catch (error) {
      this.capture.forgetAttached();
      if (shape) this.shapes.expire(shape);
      throw error;
    }
  }

  /** Whatever the statement was, it may have written. Inside a transaction there is nothing to see yet. */
  private readSoon(): void {
    if (this.closed || this.reading || this.session.inTransaction) return;
    this.reading = this.readAll();
  }

  private async readAll(): Promise<void> {
    let seen: number;
    do {
      seen = this.session.uses;
      try {
        if (await this.capture.hasUnread()) await this.read();
        this.failure = undefined;
      } catch (error) {
        this.fail(error as Error);
      }
    } while (seen !== this.session.uses && !this.closed && !this.session.inTransaction);
    this.reading = undefined;
  }

  private async read(): Promise<void> {
    await this.session.transaction(async (tx) => this.delivery.deliver(tx, await this.capture.read(tx)));
    await this.capture.tidy();
  }

  /** What was read may not have been delivered: no log can be trusted. Requests are told why (never silent). */
  private fail(error: Error): void {
    if (this.closed) return;
    this.failure = new Error(`The embedded Electric cannot read the changes: ${error.message}`, { cause: error });
    for (const shape of this.shapes.all) this.shapes.expire(shape);
  }
}
